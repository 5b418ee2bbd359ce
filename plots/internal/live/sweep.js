// One figure for each value of a parameter, chosen by a slider.
gosnn.kinds.sweep ??= async (figure, data) => {
  const { name, frames } = data;
  const unpacked = frames.flatMap((frame) => (frame.chart ? frame.chart.option.series.map((series) => gosnn.chart.unpack(series)) : []));
  const [echarts] = await Promise.all([gosnn.echarts(figure), ...unpacked]);
  const picture = document.createElement("div");
  picture.setAttribute("role", "img");
  picture.style.cssText = `position:relative;width:${data.width}px;max-width:100%;height:${data.height}px`;
  let chart;
  let theme;
  const disappear = () => (chart = chart?.dispose());
  const show = (step) => {
    const frame = frames[step];
    disappear();
    picture.replaceChildren();
    picture.setAttribute("aria-label", frame.alt);
    if (!frame.chart) {
      const image = new Image(frame.width, frame.height);
      Object.assign(image, { src: frame.picture, alt: frame.alt });
      image.style.cssText = "max-width:100%;height:auto";
      picture.append(image);
      return;
    }
    const box = document.createElement("div");
    box.style.cssText = `position:relative;width:${frame.width}px;max-width:100%;height:${frame.height}px`;
    picture.append(box);
    chart = echarts.init(box, gosnn.chart.theme(theme));
    gosnn.chart.fill(chart, box, frame.chart, theme);
  };
  const words = (step) => `${name} = ${frames[step].value}`;
  gosnn.player(figure, picture, { label: name, width: data.width, steps: frames.length, show, words, appear() {}, disappear, dress: (to) => (theme = to) });
};
