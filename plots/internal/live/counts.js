// Spikes so far of each neuron, as bars that grow.
gosnn.kinds.counts ??= async (figure, data) => {
  const [echarts, on, off] = await Promise.all([gosnn.echarts(figure), gosnn.bytes(data.on), gosnn.bytes(data.off)]);
  const trains = [on, off].map(gosnn.chart.places);
  const { neurons, steps, across } = data;
  const picture = document.createElement("div");
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", data.label);
  picture.style.cssText = `width:${data.width}px;max-width:100%;height:${data.height}px`;
  let chart;
  const show = (step) => {
    const series = data.option.series.map((_, k) => {
      const counts = new Array(neurons).fill(0);
      for (const place of trains[k].subarray(0, gosnn.chart.bisect(trains[k], (step + 1) * neurons))) counts[place % neurons]++;
      return { data: counts.map((n, i) => (across ? [n, i] : [i, n])) };
    });
    chart.setOption({ series });
  };
  const appear = () => {};
  const dress = (theme) => {
    chart?.dispose();
    chart = echarts.init(picture, gosnn.chart.theme(theme));
    chart.setOption(gosnn.chart.colored(data.option, theme));
  };
  const disappear = () => (chart = chart?.dispose());
  const words = (step) => `step ${step} / ${steps - 1}`;
  gosnn.player(figure, picture, { ...data, show, words, appear, disappear, dress });
};
