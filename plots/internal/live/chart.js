// A chart: the option comes from the Go side; this unpacks its data, gives it the theme's colors, and shows what is
// under the pointer.
gosnn.kinds.chart ??= async (figure, data) => {
  const [echarts] = await Promise.all([gosnn.echarts(figure), ...data.option.series.map((series) => gosnn.chart.unpack(series))]);
  const still = figure.querySelector(".gosnn-still");
  const box = document.createElement("div");
  box.setAttribute("role", "img");
  box.setAttribute("aria-label", data.alt);
  box.style.cssText = "position:absolute;inset:0";
  figure.append(box);

  let chart;
  const draw = (theme) =>
    new Promise((resolve) => {
      chart?.dispose();
      chart = echarts.init(box, gosnn.chart.theme(theme));
      chart.on("finished", resolve);
      chart.setOption(gosnn.chart.colored(data.option, theme));
      if (data.image) chart.setOption({ tooltip: { show: true, formatter: (pixel) => gosnn.chart.pixel(pixel, data.spikes) } });
      if (data.spikes && data.option.series.length) gosnn.chart.hoverSpikes(chart, box, data, theme);
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
  // unpack puts typed arrays in the place of a series' packed data: [x, y, x, y, ...].
  async unpack(series) {
    if (!series.data?.form) return;
    const { form, columns, bytes } = series.data;
    const plain = await gosnn.bytes(bytes);
    if (form === "spikes") {
      series.silent = true; // hoverSpikes finds them; ECharts would ask each one
      const places = gosnn.chart.places(plain);
      series.places = places;
      series.data = new Float32Array(2 * places.length);
      places.forEach((place, i) => {
        series.data[2 * i] = Math.floor(place / columns);
        series.data[2 * i + 1] = place % columns;
      });
      series.dimensions = ["step", "neuron"];
      return;
    }
    const numbers = new Float32Array(plain.buffer);
    series.data = [];
    if (form === "image") {
      numbers.forEach((value, i) => series.data.push([i % columns, Math.floor(i / columns), value]));
      series.columns = columns;
      return;
    }
    for (let i = 0; i < numbers.length; i += columns) series.data.push(Array.from(numbers.subarray(i, i + columns), (x) => (isNaN(x) ? "-" : x)));
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
      categoryAxis: axis,
    };
  },

  // colored is the option with the theme's color wherever the Go side left it open, and on a ground when it is saved.
  colored(option, theme) {
    const save = option.toolbox?.feature?.saveAsImage;
    if (save) save.backgroundColor = theme.ground;
    const series = option.series.map((one) => (one.color === "ink" ? { ...one, color: theme.ink } : one));
    return { ...option, series };
  },

  // pixel names the pixel of an image under the pointer, and the neuron that it is of a raster beside it.
  pixel({ seriesName, dataIndex, value: [column, row, value] }, linked) {
    const name = document.createElement("b");
    name.textContent = seriesName; // a name is text, whatever it holds
    const words = `row ${row}, column ${column}${linked ? `, neuron ${dataIndex}` : ""}: ${Number(value.toPrecision(4))}`;
    return (seriesName ? name.outerHTML + "<br>" : "") + words;
  },

  // hoverSpikes shows step and neuron of the spike under the pointer, found by bisection: what a million spikes cost is
  // the same as what ten do.
  hoverSpikes(chart, box, data, theme) {
    const { neurons, linked } = data.spikes;
    const tip = document.createElement("div");
    tip.style.cssText = `position:absolute;pointer-events:none;display:none;z-index:9;padding:2px 6px;border:1px solid ${theme.line};border-radius:3px;background:${theme.ground};color:${theme.ink};font:12px ${theme.font};white-space:nowrap`;
    box.append(tip);
    const trains = data.option.series.filter((series) => series.places);
    const reach = 5; // CSS pixels around the pointer
    const found = (x, y) => {
      const [step, neuron] = chart.convertFromPixel({ gridIndex: 0 }, [x, y]);
      const [stepTo, neuronTo] = chart.convertFromPixel({ gridIndex: 0 }, [x + reach, y - reach]);
      let best;
      for (const { places, name } of trains) {
        for (let s = Math.ceil(2 * step - stepTo); s <= stepTo; s++) {
          const lowest = s * neurons + (neurons > 1 ? Math.max(0, Math.ceil(2 * neuron - neuronTo)) : 0);
          const highest = s * neurons + (neurons > 1 ? Math.min(neurons - 1, Math.floor(neuronTo)) : 0);
          for (let i = gosnn.chart.bisect(places, lowest); i < places.length && places[i] <= highest; i++) {
            const n = places[i] - s * neurons;
            const far = ((s - step) / (stepTo - step)) ** 2 + (neurons > 1 ? ((n - neuron) / (neuronTo - neuron)) ** 2 : 0);
            if (!(best?.far <= far)) best = { step: s, neuron: n, far, name };
          }
        }
      }
      return best;
    };
    let marked;
    const mark = (neuron) => {
      if (!linked || marked === neuron) return;
      const image = data.option.series.length - 1;
      if (marked !== undefined) chart.dispatchAction({ type: "downplay", seriesIndex: image, dataIndex: marked });
      if (neuron !== undefined) chart.dispatchAction({ type: "highlight", seriesIndex: image, dataIndex: neuron });
      marked = neuron;
    };
    const leave = () => {
      tip.style.display = "none";
      mark(undefined);
    };
    chart.getZr().on("mousemove", ({ offsetX, offsetY }) => {
      const best = chart.containPixel({ gridIndex: 0 }, [offsetX, offsetY]) && found(offsetX, offsetY);
      if (!best) return leave();
      tip.textContent = `step ${best.step}, neuron ${best.neuron}${trains.length > 1 ? `, ${best.name}` : ""}`;
      tip.style.display = "block";
      tip.style.left = `${Math.min(offsetX + 12, box.clientWidth - tip.offsetWidth)}px`;
      tip.style.top = `${Math.max(0, offsetY - 28)}px`;
      mark(best.neuron);
    });
    chart.getZr().on("globalout", leave);
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
