// What all figures of a page share: ECharts found once, packed bytes, the colours of the theme. It runs in each figure's
// fragment, and does its work only the first time. The fragment gives it `gosnn` (an object for this very version of the
// scripts) and `pinned` (the version of ECharts that the figures are made for).
if (!gosnn.start) {
  // kinds holds the function that brings a kind of figure to life: async (figure, data) => {}.
  gosnn.kinds = {};

  // start brings the figure around the script to life. Where a front end runs scripts out of their place, all
  // figures that still wait are taken.
  gosnn.start = (script) => {
    const own = script?.closest?.(".gosnn-figure");
    const figures = own ? [own] : document.querySelectorAll(".gosnn-figure[data-kind]:not([data-state])");
    for (const figure of figures) {
      figure.dataset.state = "waiting";
      const data = figure.querySelector('script[type="application/json"]').textContent;
      // ECharts is read when the browser has time for it, and not in the midst of the first scroll to a figure.
      (window.requestIdleCallback ?? setTimeout)(() => gosnn.echarts(figure).catch(() => {}));
      gosnn
        .visible(figure)
        .then(() => gosnn.kinds[figure.dataset.kind](figure, JSON.parse(data)))
        .then(() => (figure.dataset.state = "live"))
        .catch((reason) => {
          figure.dataset.state = "still"; // the picture stays
          console.warn("gosnn: the figure stays a still picture:", reason);
        });
    }
  };

  // visible waits until the element is on screen, or nearly.
  gosnn.visible = (element) =>
    new Promise((resolve) => {
      const observer = new IntersectionObserver(
        (entries) => {
          if (entries.some((entry) => entry.isIntersecting)) {
            observer.disconnect();
            resolve();
          }
        },
        { rootMargin: "200px" },
      );
      observer.observe(element);
    });

  // bytes unpacks what the Go side deflated and wrote as base64.
  gosnn.bytes = async (packed) => {
    const deflated = Uint8Array.from(atob(packed), (c) => c.charCodeAt(0));
    const stream = new Blob([deflated]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  };

  // echarts is the library, once for all figures and all versions of these scripts: the page's own, else the kernelspec's
  // copy that Jupyter serves, else the pinned copy of a content network. Without any it rejects.
  gosnn.echarts = (figure) => {
    if (window.echarts) return Promise.resolve(window.echarts);
    window.gosnnECharts ??= (async () => {
      const base = gosnn.base();
      const own = base && `${base}kernelspecs/${encodeURIComponent(figure.dataset.kernel)}/${pinned.file}`;
      for (const address of [own, pinned.cdn].filter(Boolean)) {
        try {
          return await gosnn.library(address);
        } catch {
          // the next address
        }
      }
      window.gosnnECharts = undefined; // a figure that is run later tries again
      throw new Error("ECharts is nowhere to be found");
    })();
    return window.gosnnECharts;
  };

  // base is the address of the Jupyter server, with a slash at its end, or null on a page of no such server.
  gosnn.base = () => {
    if (!location.protocol.startsWith("http")) return null;
    let path = document.body.dataset.baseUrl;
    const config = document.getElementById("jupyter-config-data");
    if (!path && config) path = JSON.parse(config.textContent).baseUrl;
    path ??= /^(.*?\/)(?:lab|doc|notebooks|tree|nbclassic|voila|view)(?:\/|$)/.exec(location.pathname)?.[1];
    return path ? new URL(path.replace(/\/*$/, "/"), location.origin).href : null;
  };

  // library loads ECharts as a script of the page. A page with an AMD loader (nbconvert's, the classic Notebook's) would
  // have it register there instead of becoming window.echarts, so that define steps aside meanwhile.
  gosnn.library = (address) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      const amd = window.define?.amd;
      const done = () => {
        if (amd) window.define.amd = amd;
        if (window.echarts) resolve(window.echarts);
        else reject(new Error(address));
      };
      if (amd) window.define.amd = undefined;
      Object.assign(script, { src: address, integrity: pinned.integrity, crossOrigin: "anonymous", onload: done, onerror: done });
      document.head.append(script);
    });

  // theme reads the colours around the figure: JupyterLab's, else VS Code's, else those of the ground that it stands on.
  gosnn.theme = (figure) => {
    const style = getComputedStyle(figure);
    const ground = gosnn.ground(figure);
    const { jpThemeLight } = document.body.dataset;
    const named = /(?:^| )vscode-(light|dark|high-contrast)(?: |$)/.exec(document.body.className)?.[1];
    const dark = jpThemeLight ? jpThemeLight === "false" : named ? named !== "light" : ground.dark;
    const of = (name, light, night) => style.getPropertyValue(name).trim() || (dark ? night : light);
    return {
      dark,
      ink: of("--jp-content-font-color0", "#111111", "#f5f5f5"),
      text: of("--jp-content-font-color1", "#333333", "#dddddd"),
      line: of("--jp-border-color1", "#bdbdbd", "#616161"),
      grid: of("--jp-border-color3", "#eeeeee", "#303030"),
      ground: of("--jp-layout-color0", ground.dark ? "#ffffff" : ground.color, ground.dark ? ground.color : "#111111"),
      font: of("--jp-ui-font-family", "sans-serif", "sans-serif"),
    };
  };

  // ground is the colour behind the figure: that of the first element around it which has one, else the page's own.
  gosnn.ground = (figure) => {
    const page = document.createElement("div");
    page.style.cssText = "background:Canvas;display:none";
    document.body.append(page);
    let color = getComputedStyle(page).backgroundColor;
    page.remove();
    for (let element = figure; element; element = element.parentElement) {
      const own = getComputedStyle(element).backgroundColor;
      if (!/^(transparent|rgba\(.*, 0(\.[0-4]\d*)?\))$/.test(own)) {
        color = own;
        break;
      }
    }
    const [r, g, b] = color.match(/[\d.]+/g) ?? [255, 255, 255];
    return { color, dark: 0.299 * r + 0.587 * g + 0.114 * b < 128 };
  };

  // onTheme calls back when the theme changes, as long as the figure is on the page.
  gosnn.onTheme = (figure, callback) => {
    let last = JSON.stringify(gosnn.theme(figure));
    const compare = () => {
      if (!figure.isConnected) return;
      const theme = gosnn.theme(figure);
      if (JSON.stringify(theme) === last) return;
      last = JSON.stringify(theme);
      callback(theme);
    };
    const changed = () => {
      if (!figure.isConnected) {
        observer.disconnect();
        media.removeEventListener("change", changed);
      }
      compare();
      setTimeout(compare, 500); // a page may change its colours little by little
    };
    const observer = new MutationObserver(changed);
    const media = matchMedia("(prefers-color-scheme: dark)");
    const attributes = { attributes: true, attributeFilter: ["class", "style", "data-theme", "data-bs-theme", "data-color-mode", "data-jp-theme-light", "data-jp-theme-name"] };
    for (const element of [document.documentElement, document.body]) observer.observe(element, attributes);
    media.addEventListener("change", changed);
  };

  // Paper gets the still picture, dark on white, whatever the page's colours are.
  const print = document.createElement("style");
  print.textContent =
    "@media print{.gosnn-live,.gosnn-player{display:none!important}.gosnn-still{display:block!important;visibility:visible!important;background:#fff}}";
  document.head.append(print);
}
