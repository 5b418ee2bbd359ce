// A chart: the option comes from the Go side; this unpacks its data, gives it the theme's colors, and shows what is
// under the pointer.
gosnn.kinds.chart ??= async (figure, data) => {
  const [echarts] = await Promise.all([gosnn.echarts(figure), ...data.option.series.map((series) => gosnn.chart.unpack(series))]);
  const still = figure.querySelector(".gosnn-still");
  const box = document.createElement("div");
  box.setAttribute("role", "img");
  box.setAttribute("aria-label", data.alt);
  box.className = "gosnn-live";
  box.style.cssText = "position:absolute;inset:0";
  figure.append(box);

  let chart;
  const draw = (theme) =>
    new Promise((resolve) => {
      chart?.dispose();
      chart = echarts.init(box, gosnn.chart.theme(theme));
      gosnn.chart.drawn(chart, resolve);
      gosnn.chart.fill(chart, box, data, theme);
      if (!box.clientWidth) requestAnimationFrame(() => chart?.resize()); // JupyterLab hides all while it changes its theme
    });
  try {
    await draw(gosnn.theme(figure));
  } catch (reason) {
    box.remove();
    throw reason;
  }
  still.style.visibility = "hidden"; // it still gives the figure its size
  gosnn.onTheme(figure, draw);
  // A front end may take what is scrolled away off the page and put it back, and a cell that runs again takes it away for good. Both
  // change its size, to nothing and back: off the page there is no chart, and nothing to clean up.
  new ResizeObserver(() => {
    if (!figure.isConnected) chart = chart?.dispose();
    else if (chart) chart.resize();
    else draw(gosnn.theme(figure));
  }).observe(box);
};

gosnn.chart ??= {
  // drawn calls back when the chart is drawn. Of a series that is drawn piece by piece, ECharts leaves the event out if a busy browser
  // shows the last piece together with the one before: then a second without a piece is the end.
  drawn(chart, done) {
    let last = performance.now();
    const quiet = setInterval(() => (chart.isDisposed() || performance.now() - last > 1000) && end(), 250);
    const end = () => {
      clearInterval(quiet);
      done();
    };
    chart.on("rendered", () => (last = performance.now()));
    chart.on("finished", end);
  },

  // fill shows the data in a chart, and what is under the pointer.
  fill(chart, box, data, theme) {
    chart.setOption(gosnn.chart.colored(data.option, theme));
    if (data.image) chart.setOption({ tooltip: { show: true, formatter: (pixel) => gosnn.chart.pixel(pixel, data.linked) } });
    if (data.plain) chart.setOption({ tooltip: { show: true, formatter: ({ name }) => gosnn.chart.text(name) } });
    gosnn.chart.hover(chart, box, data, theme);
  },

  // unpack puts typed arrays in the place of a series' packed data: [x, y, x, y, ...].
  async unpack(series) {
    if (!series.data?.form) return;
    const { form, columns, bytes, image } = series.data;
    const plain = await gosnn.bytes(bytes);
    if (form === "spikes") {
      series.silent = true; // hover finds them; ECharts would ask each one
      const places = gosnn.chart.places(plain);
      series.places = places;
      series.neurons = columns;
      series.data = new Float32Array(2 * places.length);
      places.forEach((place, i) => {
        series.data[2 * i] = Math.floor(place / columns);
        series.data[2 * i + 1] = place % columns;
      });
      series.dimensions = ["step", "neuron"];
      return;
    }
    const numbers = form === "doubles" ? new Float64Array(plain.buffer) : new Float32Array(plain.buffer);
    if (image) {
      series.data = [];
      numbers.forEach((value, i) => series.data.push([i % columns, Math.floor(i / columns), value]));
      series.columns = columns;
      return;
    }
    const points = [];
    for (let i = 0; i < numbers.length; i += columns) points.push(columns === 1 ? [i, numbers[i]] : [numbers[i], numbers[i + 1]]);
    if (series.type === "line") {
      series.points = points;
      series.byStep = columns === 1;
      series.silent = true; // hover finds them
    }
    series.data = points.map((point) => (point.some(isNaN) ? point.map((x) => (isNaN(x) ? "-" : x)) : point));
    if (series.type === "line") gosnn.chart.lone(series, points);
  },

  // lone marks points between gaps, of which ECharts draws no line.
  lone(series, points) {
    const gap = (i) => !(i in points) || isNaN(points[i][1]);
    points.forEach((_, i) => {
      if (gap(i) || !gap(i - 1) || !gap(i + 1)) return;
      series.data[i] = { value: series.data[i], symbol: "circle", symbolSize: 5 };
      Object.assign(series, { showSymbol: true, showAllSymbol: true, symbol: "none", sampling: "none" });
    });
  },

  // places turns the gaps between spikes, as varints, into their places.
  places(bytes) {
    const found = new Float64Array(bytes.length);
    let [count, place, gap, unit] = [0, 0, 0, 1];
    for (const byte of bytes) {
      gap += (byte & 127) * unit;
      unit *= 128;
      if (byte < 128) {
        place += gap;
        found[count++] = place;
        [gap, unit] = [0, 1];
      }
    }
    return found.subarray(0, count);
  },

  // theme is the ECharts theme of the colors around the figure.
  theme({ dark, ink, text, line, grid, font }) {
    const axis = {
      axisLine: { lineStyle: { color: line } },
      axisTick: { show: false },
      axisLabel: { color: text },
      nameTextStyle: { color: text },
      splitLine: { lineStyle: { color: grid } },
    };
    return {
      darkMode: dark,
      backgroundColor: "transparent",
      textStyle: { fontFamily: font },
      title: { textStyle: { color: ink, fontWeight: "normal" } },
      legend: { textStyle: { color: text } },
      toolbox: { iconStyle: { borderColor: text } },
      visualMap: { textStyle: { color: text } },
      scatter: { itemStyle: { opacity: 1 } },
      line: { sampling: "minmax", showSymbol: false },
      valueAxis: axis,
      logAxis: axis,
      categoryAxis: axis,
    };
  },

  // colored is the option with the theme's color wherever the Go side left it open, on a ground when it is saved, and with the
  // numbers along its axes as the still picture has them.
  colored(option, theme) {
    const save = option.toolbox?.feature?.saveAsImage;
    if (save) save.backgroundColor = theme.ground;
    const text = (style) => (style?.color === "text" ? { ...style, color: theme.text } : style);
    const series = option.series.map((one) => ({
      ...one,
      ...(one.color === "ink" && { color: theme.ink }),
      ...(one.markLine && { markLine: { ...one.markLine, lineStyle: text(one.markLine.lineStyle), label: text(one.markLine.label) } }),
    }));
    const axis = (one) => (one.type === "category" ? one : { ...one, axisLabel: { ...one.axisLabel, formatter: (x) => gosnn.chart.number(x, one.unit) } });
    return { ...option, series, xAxis: option.xAxis.map(axis), yAxis: option.yAxis.map(axis) };
  },

  // number writes a number along an axis, as the Go side does.
  number(x, { exp = 0, power = false, log = false } = {}) {
    if (x === 0) return "0";
    x = Number(x.toPrecision(12));
    const size = Math.floor(Math.log10(Math.abs(x)));
    if (!(power || (log && (size >= 6 || size < -3)))) return x.toLocaleString("en-US", { maximumFractionDigits: 12 });
    const [mantissa, e] = x.toExponential().split("e");
    return Number(e) + exp ? `${mantissa}e${Number(e) + exp}` : mantissa;
  },

  // value writes a value of the data in full.
  value(x, unit) {
    const { offset = 0, exp = 0 } = unit ?? {};
    if (exp) return gosnn.chart.number(x, unit) + (offset ? ` + ${offset}` : "");
    return String(offset ? x + offset : Number(x.toPrecision(7)));
  },

  // pixel names the pixel of an image under the pointer, and the neuron that it is of a raster beside it.
  pixel({ seriesName, dataIndex, value: [column, row, value] }, linked) {
    const name = /^series\0/.test(seriesName) ? "" : seriesName; // ECharts names a series without a name so
    const words = `row ${row}, column ${column}${linked ? `, neuron ${dataIndex}` : ""}: ${Number(value.toPrecision(4))}`;
    return (name ? `<b>${gosnn.chart.text(name)}</b><br>` : "") + words;
  },

  // text is words as HTML, whatever they hold.
  text(words) {
    const holder = document.createElement("span");
    holder.textContent = words;
    return holder.innerHTML;
  },

  // hover shows step and neuron of the spike under the pointer, or name and place of the point of a line. Both are found by bisection:
  // what a million of them cost is the same as what ten do.
  hover(chart, box, data, theme) {
    const all = data.option.series.filter((series) => series.places || series.points);
    if (!all.length) return;
    const tip = document.createElement("div");
    tip.style.cssText = `position:absolute;pointer-events:none;display:none;z-index:9;padding:2px 6px;border:1px solid ${theme.line};border-radius:3px;background:${theme.ground};color:${theme.ink};font:12px ${theme.font};white-space:nowrap`;
    box.append(tip);
    let marked;
    const mark = (neuron) => {
      if (!data.linked || marked === neuron) return;
      const image = data.option.series.length - 1;
      if (marked !== undefined) chart.dispatchAction({ type: "downplay", seriesIndex: image, dataIndex: marked });
      if (neuron !== undefined) chart.dispatchAction({ type: "highlight", seriesIndex: image, dataIndex: neuron });
      marked = neuron;
    };
    const leave = () => {
      tip.style.display = "none";
      mark(undefined);
    };
    const named = (name) => (name && all.length > 1 ? name.replace(/\u200b/g, "") : "");
    chart.getZr().on("mousemove", ({ offsetX, offsetY }) => {
      const panel = data.option.grid.findIndex((_, gridIndex) => chart.containPixel({ gridIndex }, [offsetX, offsetY]));
      const inside = all.filter((series) => (series.xAxisIndex ?? 0) === panel);
      const shown = chart.getOption().legend?.[0]?.selected ?? {};
      let best;
      for (const series of inside) {
        if (shown[series.name] === false) continue;
        const found = series.places ? gosnn.chart.spikeAt(chart, panel, series, offsetX, offsetY) : gosnn.chart.pointAt(chart, panel, series, offsetX, offsetY);
        if (found && !(best?.far <= found.far)) best = { ...found, series };
      }
      if (!best) return leave();
      const { series, step, neuron, point } = best;
      const [x, y] = [data.option.xAxis[panel], data.option.yAxis[panel]];
      const words = point
        ? [named(series.name), gosnn.chart.where(x, point[0], series.byStep), gosnn.chart.value(point[1], y.unit)]
        : [`step ${step}, neuron ${neuron}`, named(series.name)];
      tip.textContent = words.filter(Boolean).join(point ? ": " : ", ");
      tip.style.display = "block";
      tip.style.left = `${Math.min(offsetX + 12, box.clientWidth - tip.offsetWidth)}px`;
      tip.style.top = `${Math.max(0, offsetY - 28)}px`;
      mark(neuron);
    });
    chart.getZr().on("globalout", leave);
  },

  // where is the place of a point along the horizontal axis, of which the title may end with what all its numbers have in common.
  where({ name, unit }, at, byStep) {
    const label = unit?.offset ? name.replace(/(^| {2})[-+]\S*$/, "") : name;
    return `${label || (byStep ? "step" : "x")} ${gosnn.chart.value(at, unit)}`;
  },

  // spikeAt is the spike of a raster within reach of the pointer.
  spikeAt(chart, gridIndex, { places, neurons }, x, y) {
    const reach = 5; // CSS pixels around the pointer
    const [step, neuron] = chart.convertFromPixel({ gridIndex }, [x, y]);
    const [stepTo, neuronTo] = chart.convertFromPixel({ gridIndex }, [x + reach, y - reach]);
    let best;
    for (let s = Math.ceil(2 * step - stepTo); s <= stepTo; s++) {
      const lowest = s * neurons + (neurons > 1 ? Math.max(0, Math.ceil(2 * neuron - neuronTo)) : 0);
      const highest = s * neurons + (neurons > 1 ? Math.min(neurons - 1, Math.floor(neuronTo)) : 0);
      for (let i = gosnn.chart.bisect(places, lowest); i < places.length && places[i] <= highest; i++) {
        const n = places[i] - s * neurons;
        const far = ((s - step) / (stepTo - step)) ** 2 + (neurons > 1 ? ((n - neuron) / (neuronTo - neuron)) ** 2 : 0);
        if (!(best?.far <= far)) best = { step: s, neuron: n, far };
      }
    }
    return best;
  },

  // pointAt is the point of a line nearest to the pointer along x, if the line is not far from the pointer along y.
  pointAt(chart, gridIndex, series, x, y) {
    const { points } = series;
    series.ascending ??= points.every(([at], i) => i === 0 || points[i - 1][0] <= at);
    const [at] = chart.convertFromPixel({ gridIndex }, [x, y]);
    let [from, to] = [0, points.length];
    if (series.ascending) {
      let [low, high] = [0, points.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (points[middle][0] < at) low = middle + 1;
        else high = middle;
      }
      [from, to] = [Math.max(0, low - 1), Math.min(points.length, low + 1)];
    }
    let best;
    for (let i = from; i < to; i++) {
      if (isNaN(points[i][1])) continue;
      const [px, py] = chart.convertToPixel({ gridIndex }, points[i]);
      const far = series.ascending ? Math.abs(px - x) / 1e3 + Math.abs(py - y) : Math.hypot(px - x, py - y);
      if (Math.abs(py - y) < 40 && !(best?.far <= far)) best = { point: points[i], far };
    }
    return best && { ...best, far: (best.far / 5) ** 2 };
  },

  // bisect is the index of the first place that is not below the bound.
  bisect(places, bound) {
    let [low, high] = [0, places.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (places[middle] < bound) low = middle + 1;
      else high = middle;
    }
    return low;
  },
};
