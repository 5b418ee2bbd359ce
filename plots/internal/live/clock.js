// The controls below a figure that moves, or that a slider changes: play and pause, a slider, single steps, speed and repeat.
//
// show(step) shows a step, words(step) names it, appear() and disappear() bring the picture to life and take it away, dress(theme)
// gives it its colors. Without an interval there is a slider only.
gosnn.player ??= (figure, picture, { label, width, steps, interval, loop, show, words, appear, disappear, dress }) => {
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
    const made = element("button", { type: "button", "aria-label": label, title: label, style: "padding:2px 3px;border-width:1px" }, icon(path));
    made.addEventListener("click", action);
    return made;
  };

  const play = button("Play", "", () => toggle());
  const back = button("Step back", "M6 5h3v14H6zM19 5v14L9 12z", () => seek(step - 1));
  const forward = button("Step forward", "M15 5h3v14h-3zM5 5v14l10-7z", () => seek(step + 1));
  const slider = element("input", { type: "range", min: 0, max: steps - 1, value: 0, "aria-label": interval ? "Step" : label, style: "flex:1 0 100%;min-width:0;margin:0" });
  slider.addEventListener("input", () => seek(slider.valueAsNumber));
  const speeds = [0.1, 0.25, 0.5, 1, 2, 4].map((x) => element("option", { value: x }, `${x}×`));
  const speed = element("select", { "aria-label": "Speed", title: "Speed" }, ...speeds);
  speed.value = "1";
  const repeat = button("Repeat", "M7 7h10v3l4-4-4-4v3H5v6h2zM17 17H7v-3l-4 4 4 4v-3h12v-6h-2z", () => setLoop(!looping));
  const text = element("output", { style: `margin-left:auto;white-space:nowrap;text-align:right;min-width:${0.8 * words(steps - 1).length}ch` });
  const controls = element("div", { style: "display:flex;flex-wrap:wrap;gap:3px;align-items:center" });
  controls.append(slider, back, ...(interval ? [play, forward, speed, repeat] : [forward]), text);
  const player = element(
    "div",
    // JupyterLab leaves keys in such an element alone, instead of walking through the notebook's cells by them.
    { class: "gosnn-player", role: "group", tabindex: 0, "aria-label": interval ? "Animation" : label, "data-lm-suppress-shortcuts": "true" },
    element("style", {}, ".gosnn-player:focus-visible,.gosnn-player :focus-visible{outline:2px solid #0072b2;outline-offset:2px}@media print{.gosnn-still{color:#111}}"),
    picture,
    controls,
  );
  player.style.cssText = `max-width:100%;width:${width}px;box-sizing:content-box;overflow-x:auto;padding:4px 0`;
  player.addEventListener("keydown", (event) => {
    const target = { ArrowLeft: step - 1, ArrowRight: step + 1, Home: 0, End: steps - 1 }[event.key];
    if (event.altKey || event.ctrlKey || event.metaKey || event.target === speed) return;
    if (target !== undefined) seek(target);
    else if (event.key === " " && event.target.nodeName !== "BUTTON") toggle();
    else return;
    event.preventDefault();
  });

  let alive = false; // while the player is on the page
  let step = 0;
  let looping = loop;
  let wanted = !!interval && !matchMedia("(prefers-reduced-motion: reduce)").matches; // whether it plays when it is on screen
  let onScreen = false;
  let request = 0; // of the next frame; 0 while the clock stands
  let since = 0; // time at which the frame to be seen was due

  const update = () => {
    if (alive) show(step);
    slider.value = step;
    text.textContent = words(step);
    slider.setAttribute("aria-valuetext", text.textContent);
  };

  // seek goes to a step by hand, and stops there.
  const seek = (to) => {
    wanted = false;
    step = Math.max(0, Math.min(steps - 1, to));
    run();
    update();
  };
  const toggle = () => {
    wanted = !wanted;
    if (wanted && !looping && step === steps - 1) step = 0;
    run();
    update();
  };
  const setLoop = (on) => {
    looping = on;
    repeat.setAttribute("aria-pressed", on);
    repeat.style.opacity = on ? 1 : 0.5;
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
    update();
  };

  const wake = () => {
    appear();
    alive = true;
    clothe(gosnn.theme(figure));
    update();
  };
  const clothe = (theme) => {
    player.style.colorScheme = theme.dark ? "dark" : "light";
    controls.style.color = theme.text;
    controls.style.font = `13px ${theme.font}`;
    if (alive) dress(theme);
  };

  setLoop(looping);
  run();
  figure.append(player);
  try {
    wake();
  } catch (reason) {
    player.remove();
    throw reason;
  }
  figure.querySelector(".gosnn-still").style.display = "none";
  gosnn.onTheme(figure, (theme) => {
    clothe(theme);
    update();
  });

  // JupyterLab takes what is scrolled away off the page and may put it back, and a cell that runs again takes it away for
  // good. Both change its size, to nothing and back: off the page there is no chart, and nothing to clean up.
  new ResizeObserver(() => {
    if (player.isConnected && !alive) wake();
    if (!player.isConnected && alive) {
      alive = false;
      disappear();
    }
  }).observe(picture);
  new IntersectionObserver((entries) => {
    onScreen = entries.at(-1).isIntersecting;
    run();
  }).observe(player);
};
