// What every page with a chart shares: sizes, colours by name, a tip, plain words, and safe texts.
"use strict";

const charts = {
  // Unseen characters written out, as the pages do it, so that no label can turn the text around it.
  plain(value) {
    return String(value ?? "").replace(
      /[\u202a-\u202e\u2066-\u2069\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufff9-\ufffb]/g,
      (c) => `⟦U+${c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}⟧`);
  },
  number: new Intl.NumberFormat("en"),
  day(text) {
    return new Intl.DateTimeFormat("en-GB", {day: "numeric", month: "long", year: "numeric", timeZone: "UTC"}).format(new Date(text));
  },
  // Day of a moment, in the form that addresses have.
  iso: (moment) => moment.toISOString().slice(0, 10),
  colour: (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim(),
  data: (id = "data") => JSON.parse(document.getElementById(id).textContent),
  element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) if (value != null && value !== false) made.setAttribute(name, value);
    made.append(...children.filter((child) => child != null));
    return made;
  },
  // Where an axis of whole numbers has its lines.
  steps: (most) => d3.ticks(0, Math.max(1, most), 4).filter(Number.isInteger),
  // Plot puts a style element into each chart; the page's own sheet has those rules, and its policy admits no other.
  // It also labels groups that have no role, which the standard does not allow: the chart's own label says it.
  put(holder, chart, role = "img") {
    for (const style of chart.querySelectorAll("style")) style.remove();
    for (const part of chart.querySelectorAll("g[aria-label]")) part.removeAttribute("aria-label");
    chart.setAttribute("role", role);
    holder.replaceChildren(chart);
    return chart;
  },
  tip: null,
  showTip(event, text) {
    this.tip ??= document.body.appendChild(this.element("div", {class: "tip", role: "presentation"}));
    this.tip.textContent = text;
    this.tip.hidden = false;
    this.tip.style.left = `${Math.min(event.clientX + 14, innerWidth - 200)}px`;
    this.tip.style.top = `${event.clientY + 14}px`;
  },
  hideTip() { if (this.tip) this.tip.hidden = true; },
  // Drawn again when the page changes its width or its colours.
  redraw(draw) {
    let width = innerWidth, waiting;
    addEventListener("resize", () => {
      if (innerWidth === width) return;
      width = innerWidth;
      clearTimeout(waiting);
      waiting = setTimeout(draw, 150);
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  },
};
