// The player of an animation: the frames on an ECharts heatmap.
//
// A frame of 28 x 28 spikes takes ECharts about 3 ms, with the running mean beside it 6 ms (BenchmarkBrowserPlayerFrame), 128
// x 128 with their mean 24 ms, of the 40 ms that it is to be seen: only what differs from the ground is given to it. So the pictures have ECharts'
// tooltip, color bar and saving, and no second way of drawing is needed.
gosnn.kinds.player ??= async (figure, data) => {
  const [echarts, packed] = await Promise.all([gosnn.echarts(figure), gosnn.bytes(data.frames)]);
  const { steps, rows, columns, values, bits } = data;
  const size = rows * columns;
  const greys = 254; // the level of the grey value 1

  // valueAt reads element i of the packed [steps x rows x columns].
  const valueAt = (i) => {
    const level = (packed[(i * bits) >> 3] >> (8 - bits - ((i * bits) & 7))) & ((1 << bits) - 1);
    return values ? values[level] : level / greys;
  };

  // cells are a picture's points for ECharts, [column, row, value], without those of the ground, 0.
  const cells = (valueOf) => {
    const points = [];
    for (let i = 0; i < size; i++) {
      const value = valueOf(i);
      if (value !== 0) points.push([i % columns, Math.floor(i / columns), value]);
    }
    return points;
  };

  // sums are those of the first `summed` steps: one frame is added for each step forward, all again for a step back.
  const sums = new Float64Array(size);
  let summed = 0;
  const mean = (step) => {
    if (summed > step + 1) {
      sums.fill(0);
      summed = 0;
    }
    for (; summed <= step; summed++) for (let i = 0; i < size; i++) sums[i] += valueAt(summed * size + i);
    return cells((i) => sums[i] / summed);
  };

  const picture = document.createElement("div");
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", data.label);
  picture.style.cssText = `width:${data.width}px;height:${data.height}px`;
  let chart;
  const show = (step) => {
    const pictures = [cells((i) => valueAt(step * size + i))];
    if (data.mean) pictures.push(mean(step));
    chart.setOption({ series: pictures.map((points) => ({ data: points })) });
  };
  const dress = (theme) => {
    chart.setOption({
      textStyle: { fontFamily: theme.font },
      title: { textStyle: { color: theme.ink, fontWeight: "normal" }, subtextStyle: { color: theme.text } },
      xAxis: data.option.xAxis.map(() => ({ nameTextStyle: { color: theme.text } })),
      visualMap: { textStyle: { color: theme.text } },
      toolbox: { iconStyle: { borderColor: theme.text }, feature: { saveAsImage: { backgroundColor: theme.ground } } },
    });
  };

  const appear = () => {
    chart = echarts.init(picture);
    chart.setOption(data.option);
    chart.setOption({
      grid: data.option.grid.map(() => ({ show: true, borderWidth: 0, backgroundColor: data.ground })),
      title: { textStyle: { width: data.width - 72, overflow: "truncate" } },
      tooltip: { formatter: ({ value }) => `row ${value[1]}, column ${value[0]}: ${Number(value[2].toPrecision(3))}` },
    });
  };

  const disappear = () => chart.dispose();
  const words = (step) => `step ${step} / ${steps - 1}`;
  gosnn.player(figure, picture, { ...data, show, words, appear, disappear, dress });
};
