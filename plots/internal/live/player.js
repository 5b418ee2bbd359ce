// The player of an animation: the frames on an ECharts heatmap, and the controls below it.
//
// A frame of 28 x 28 spikes takes ECharts about 3 ms, with the running mean beside it 6 ms (BenchmarkBrowserPlayerFrame), 128
// x 128 with their mean 24 ms, of the 40 ms that it is to be seen: only what differs from the ground is given to it. So the pictures have ECharts'
// tooltip, color bar and saving, and no second way of drawing is needed.
gosnn.kinds.player ??= async (figure, data) => {
  const [echarts, packed] = await Promise.all([gosnn.echarts(figure), gosnn.bytes(data.frames)]);
  const { steps, rows, columns, values, bits, interval } = data;
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

  const element = (name, attributes, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };
  const icon = (path) => {
    const holder = element("span", { "aria-hidden": "true" });
    holder.innerHTML = `<svg width="16" height="16" viewBox="0 0 24 24" style="display:block"><path fill="currentColor" d="${path}"/></svg>`;
    return holder;
  };
  const button = (label, path, action) => {
    const made = element("button", { type: "button", "aria-label": label, title: label }, icon(path));
    made.addEventListener("click", action);
    return made;
  };

  const picture = element("div", { role: "img", "aria-label": data.label, style: `width:${data.width}px;height:${data.height}px` });
  const play = button("Play", "", () => toggle());
  const back = button("Step back", "M6 5h3v14H6zM19 5v14L9 12z", () => seek(step - 1));
  const forward = button("Step forward", "M15 5h3v14h-3zM5 5v14l10-7z", () => seek(step + 1));
  const slider = element("input", { type: "range", min: 1, max: steps, value: 1, "aria-label": "Step", style: "flex:1;min-width:60px" });
  slider.addEventListener("input", () => seek(slider.valueAsNumber - 1));
  const speeds = [0.1, 0.25, 0.5, 1, 2, 4].map((x) => element("option", { value: x }, `${x}×`));
  const speed = element("select", { "aria-label": "Speed", title: "Speed" }, ...speeds);
  speed.value = "1";
  const loop = button("Repeat", "M7 7h10v3l4-4-4-4v3H5v6h2zM17 17H7v-3l-4 4 4 4v-3h12v-6h-2z", () => setLoop(!looping));
  const text = element("output", { style: "margin-left:auto;min-width:8em;text-align:right" });
  const controls = element("div", { style: "display:flex;flex-wrap:wrap;gap:4px;align-items:center" }, back, play, forward, slider, speed, loop, text);
  const player = element(
    "div",
    // JupyterLab leaves keys in such an element alone, instead of walking through the notebook's cells by them.
    { class: "gosnn-player", role: "group", tabindex: 0, "aria-label": "Animation", "data-lm-suppress-shortcuts": "true" },
    element("style", {}, ".gosnn-player:focus-visible,.gosnn-player :focus-visible{outline:2px solid #0072b2;outline-offset:2px}"),
    picture,
    controls,
  );
  player.style.cssText = `max-width:100%;width:${data.width}px;overflow-x:auto;padding:4px`;
  player.addEventListener("keydown", (event) => {
    const target = { ArrowLeft: step - 1, ArrowRight: step + 1, Home: 0, End: steps - 1 }[event.key];
    if (event.altKey || event.ctrlKey || event.metaKey || event.target === speed) return;
    if (target !== undefined) seek(target);
    else if (event.key === " " && event.target.nodeName !== "BUTTON") toggle();
    else return;
    event.preventDefault();
  });

  let chart; // lives while the player is on the page
  let step = 0;
  let looping = data.loop;
  let wanted = !matchMedia("(prefers-reduced-motion: reduce)").matches; // whether it plays when it is on screen
  let onScreen = false;
  let request = 0; // of the next frame; 0 while the clock stands
  let since = 0; // time at which the frame to be seen was due

  const show = () => {
    const pictures = [cells((i) => valueAt(step * size + i))];
    if (data.mean) pictures.push(mean(step));
    chart?.setOption({ series: pictures.map((points) => ({ data: points })) });
    slider.value = step + 1;
    text.textContent = `step ${step + 1} of ${steps}`;
    slider.setAttribute("aria-valuetext", text.textContent);
  };

  // seek goes to a step by hand, and stops there.
  const seek = (to) => {
    wanted = false;
    step = Math.max(0, Math.min(steps - 1, to));
    run();
    show();
  };
  const toggle = () => {
    wanted = !wanted;
    if (wanted && !looping && step === steps - 1) step = 0;
    run();
    show();
  };
  const setLoop = (on) => {
    looping = on;
    loop.setAttribute("aria-pressed", on);
    loop.style.opacity = on ? 1 : 0.5;
  };

  // run starts or stops the clock. It stands while nobody sees the picture.
  const run = () => {
    cancelAnimationFrame(request);
    request = 0;
    since = performance.now();
    if (wanted && onScreen) request = requestAnimationFrame(tick);
    play.setAttribute("aria-label", wanted ? "Pause" : "Play");
    play.title = wanted ? "Pause" : "Play";
    play.querySelector("path").setAttribute("d", wanted ? "M6 5h4v14H6zM14 5h4v14h-4z" : "M8 5v14l11-7z");
    text.setAttribute("aria-live", wanted ? "off" : "polite"); // 25 steps a second are not to be read aloud
  };

  // tick shows the frame that is due; on a machine that is too slow for all frames it leaves some out.
  const tick = (now) => {
    if (!player.isConnected) return;
    request = requestAnimationFrame(tick);
    const each = interval / Number(speed.value);
    const due = Math.floor((now - since) / each);
    if (due < 1) return;
    since += due * each;
    if (step + due < steps) step += due;
    else if (looping) step = (step + due) % steps;
    else {
      step = steps - 1;
      wanted = false;
      run();
    }
    show();
  };

  const dress = (theme) => {
    player.style.colorScheme = theme.dark ? "dark" : "light";
    controls.style.color = theme.text;
    controls.style.font = `13px ${theme.font}`;
    chart?.setOption({
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
    dress(gosnn.theme(figure));
    show();
  };

  setLoop(looping);
  run();
  figure.append(player);
  try {
    appear();
  } catch (reason) {
    player.remove();
    throw reason;
  }
  figure.querySelector(".gosnn-still").style.display = "none";
  gosnn.onTheme(figure, dress);

  // JupyterLab takes what is scrolled away off the page and may put it back, and a cell that runs again takes it away for
  // good. Both change its size, to nothing and back: off the page there is no chart, and nothing to clean up.
  new ResizeObserver(() => {
    if (player.isConnected && !chart) appear();
    if (!player.isConnected) chart = chart?.dispose();
  }).observe(picture);
  new IntersectionObserver((entries) => {
    onScreen = entries.at(-1).isIntersecting;
    run();
  }).observe(player);
};
