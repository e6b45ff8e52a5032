// The overview: a map and a timeline of the same incidents. Dragging over either narrows both, and the address says how.
"use strict";

const QUADS = {
  AGREE: "q2", CONSULT: "q2", SUPPORT: "q2", CONCEDE: "q2", COOPERATE: "q1", AID: "q1", RETREAT: "q1",
  REQUEST: "q3", ACCUSE: "q3", REJECT: "q3", THREATEN: "q3",
  PROTEST: "q4", SANCTION: "q4", MOBILIZE: "q4", COERCE: "q4", ASSAULT: "q4",
};
const NAMES = {q1: "material cooperation", q2: "verbal cooperation", q3: "verbal conflict", q4: "material conflict", q5: "other"};
const FILTERS = ["words", "actor", "recipient", "type", "country", "place", "first", "last", "status", "source", "origins", "disputed", "box", "sort", "page"];
const land = topojson.feature(WORLD, WORLD.objects.land);
const borders = topojson.mesh(WORLD, WORLD.objects.countries, (a, b) => a !== b);
let shown = charts.data();
const site = Boolean(window.SITE); // in a site of files there is no server to ask

function boxOf(filters) {
  return filters.box ? filters.box.split(",").map(Number) : null;
}

function projectionFor(filters, width, height) {
  const box = boxOf(filters), projection = d3.geoNaturalEarth1();
  if (box) {
    const [w, s, e, n] = box, mid = [(w + e) / 2, (s + n) / 2];
    const flat = d3.geoMercator();
    const corners = {type: "MultiPoint", coordinates: [[w, Math.max(s, -84)], [e, Math.min(n, 84)], mid]};
    return flat.fitExtent([[8, 8], [width - 8, height - 8]], corners);
  }
  const points = shown.map.places;
  const outline = {type: "MultiPoint", coordinates: [[-168, -55], [180, -50], [-168, 72], [180, 72]]};
  return projection.fitExtent([[0, 0], [width, height]], points.length ? outline : {type: "Sphere"});
}

function drawMap() {
  const holder = document.querySelector("#map .plot"), width = holder.clientWidth || 640, height = Math.round(Math.max(220, width * 0.5));
  const projection = projectionFor(shown.filters, width, height), path = d3.geoPath(projection);
  const svg = d3.create("svg").attr("viewBox", `0 0 ${width} ${height}`).attr("width", width).attr("height", height)
    .attr("role", "img").attr("aria-label", `Map of ${charts.number.format(shown.map.places.length)} places; the table below has them`);
  svg.append("path").attr("class", "land").attr("d", path(land));
  svg.append("path").attr("class", "land").attr("fill-opacity", 0).attr("d", path(borders)).attr("fill", "none");
  const most = d3.max(shown.map.places, (p) => p.incidents) ?? 1;
  const radius = d3.scaleSqrt([0, Math.max(most, 8)], [0, Math.min(17, 5 + width / 60)]);
  const brush = d3.brush().extent([[0, 0], [width, height]]).on("end", ({selection}) => {
    if (!selection) return;
    const [[x0, y0], [x1, y1]] = selection;
    const corners = [[x0, y0], [x1, y1], [x0, y1], [x1, y0]].map((xy) => projection.invert(xy)).filter((c) => c && c.every(Number.isFinite));
    if (corners.length < 2) return;
    const clamp = (v, most_) => Math.max(-most_, Math.min(most_, v)).toFixed(2);
    const [w, e] = d3.extent(corners, (c) => c[0]), [s, n] = d3.extent(corners, (c) => c[1]);
    go({box: [clamp(w, 180), clamp(s, 90), clamp(e, 180), clamp(n, 90)].join(",")});
  });
  svg.append("g").attr("class", "brush").call(brush);
  svg.append("g").selectAll("circle").data(shown.map.places).join("circle")
    .attr("class", (p) => (p.disputed * 2 > p.incidents ? "dot is-disputed" : "dot"))
    .attr("transform", (p) => `translate(${projection([p.lon, p.lat]) ?? [-99, -99]})`)
    .attr("r", (p) => Math.max(2.2, radius(p.incidents)))
    .on("pointermove", (event, p) => charts.showTip(event, `${charts.plain(p.place_name ?? p.country)}: ${charts.number.format(p.incidents)}${p.disputed ? `, ${p.disputed} disputed` : ""}`))
    .on("pointerleave", () => charts.hideTip())
    .on("click", (_, p) => p.place_name && go({place: p.place_name}));
  holder.replaceChildren(svg.node());
  document.getElementById("whole").hidden = !shown.filters.box;
}

function drawTime() {
  const holder = document.querySelector("#timeline .plot"), width = holder.clientWidth || 640, height = 170;
  const interval = {day: d3.utcDay, week: d3.utcMonday, month: d3.utcMonth, year: d3.utcYear}[shown.timeline.bin];
  const bars = shown.timeline.bars.map((bar) => ({...bar, start: new Date(bar.start), quad: QUADS[bar.type] ?? "q5"}));
  if (!bars.length) { holder.replaceChildren("No day is known."); return; }
  const most = d3.max(d3.rollup(bars, (own) => d3.sum(own, (bar) => bar.incidents), (bar) => +bar.start).values());
  const order = ["q4", "q3", "q1", "q2", "q5"];
  const chart = Plot.plot({
    width, height, marginLeft: 34, marginRight: 4, marginTop: 8, marginBottom: 24, className: "dl",
    ariaLabel: `Incidents a ${shown.timeline.bin}; the table below has them`,
    x: {type: "utc", label: null}, y: {label: null, grid: true, ticks: charts.steps(most), tickFormat: "~s"},
    color: {domain: order, range: order.map(charts.colour)},
    marks: [Plot.rectY(bars, Plot.binX({y: "sum"}, {x: "start", y: "incidents", fill: "quad", order, interval, insetLeft: 0.5, insetRight: 0.5})), Plot.ruleY([0])],
  });
  charts.put(holder, chart);
  const scale = chart.scale("x"), [from, to] = scale.range;
  const invert = (x) => scale.invert(x);
  const brush = d3.brushX().extent([[from, 8], [to, height - 24]]).on("end", ({selection}) => {
    if (!selection) return;
    const [a, b] = selection.map(invert);
    go({first: charts.iso(interval.floor(a)), last: charts.iso(d3.utcDay.offset(interval.ceil(b), -1))});
  });
  d3.select(chart).append("g").attr("class", "brush").call(brush);
  const legend = document.getElementById("legend"), quads = order.filter((q) => bars.some((bar) => bar.quad === q));
  legend.replaceChildren(...quads.map((q) => charts.element("span", {}, charts.element("i", {class: q}), NAMES[q])));
  document.getElementById("always").hidden = !(shown.filters.first || shown.filters.last);
}

function draw() { drawMap(); drawTime(); }

// The address with some filters changed. The list starts again at its first page.
function addressWith(changes, of = shown.filters) {
  const filters = {...of, page: "", ...changes};
  const query = new URLSearchParams(FILTERS.filter((name) => filters[name]).map((name) => [name, filters[name]]));
  return site ? `#${query}` : `/?${query}`;
}

function go(changes) {
  charts.hideTip();
  load(addressWith(changes), true);
}

// The page of another view takes the place of this one; only what differs is put in.
async function load(address, remember) {
  if (site) { location.hash = address.slice(1); return; } // and then `arrive` shows it
  document.body.classList.add("is-loading");
  try {
    const answer = await fetch(address, {headers: {accept: "text/html"}});
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!answer.ok || !page.getElementById("data")) { location.assign(address); return; }
    for (const id of ["sum", "lede", "chips", "list", "pager", "data"]) {
      document.getElementById(id).replaceWith(document.adoptNode(page.getElementById(id)));
    }
    for (const selector of [".filters", "#map .astable", "#timeline .astable", ".foot"]) {
      const old = document.querySelector(selector), fresh = document.adoptNode(page.querySelector(selector));
      if (selector !== ".foot") fresh.open = old.open;
      old.replaceWith(fresh);
    }
    document.title = page.title;
    if (remember) history.pushState(null, "", address);
    shown = charts.data();
    draw();
  } catch {
    location.assign(address); // the network is gone: let the browser say so
  } finally {
    document.body.classList.remove("is-loading");
  }
}

document.getElementById("whole").addEventListener("click", () => go({box: ""}));
document.getElementById("always").addEventListener("click", () => go({first: "", last: ""}));
function arrive() {
  shown = local.view(local.filters());
  local.show(shown, (changes) => addressWith(changes));
  draw();
}
if (site) {
  addEventListener("hashchange", arrive);
  document.addEventListener("submit", (event) => {
    event.preventDefault();
    location.hash = new URLSearchParams([...new FormData(event.target)].filter(([, value]) => value));
  });
} else {
  addEventListener("popstate", () => load(location.pathname + location.search, false));
  document.addEventListener("click", (event) => {
    const link = event.target.closest("#chips a, #pager a, #only-disputed");
    if (!link || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    load(link.getAttribute("href"), true);
  });
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "filters") return;
    event.preventDefault();
    const filled = [...new FormData(event.target)].filter(([, value]) => value);
    load(`/?${new URLSearchParams(filled)}`, true);
  });
}
if (site && location.hash) arrive(); else draw();
charts.redraw(draw);
