// How an incident's numbers went: each claim a range or a point on its day; a click leads to its sentence.
"use strict";

const WORDS = {killed: "killed", injured: "injured", arrested: "arrested", displaced: "displaced"};

function drawHistory() {
  const holder = document.querySelector("#history .plot");
  if (!holder) return;
  const rows = charts.data().history.filter((row) => row.published_day).map((row) => ({
    ...row, day: new Date(row.published_day), of: WORDS[row.question] ?? row.question,
    from: row.low ?? row.best ?? row.high, to: row.high ?? row.best ?? row.low,
    who: charts.plain(row.holder ?? row.outlet ?? "the report itself"),
  }));
  if (!rows.length) { holder.replaceChildren(); return; }
  const kinds = [...new Set(rows.map((row) => row.of))];
  const colours = ["q4", "q3", "q1", "q2", "q5"].map(charts.colour);
  const days = d3.extent(rows, (row) => row.day), pad = Math.max(1, (days[1] - days[0]) / 864e5 / 20);
  const chart = Plot.plot({
    width: Math.min(holder.clientWidth || 640, 900), height: 240, marginLeft: 44, marginRight: 12, className: "dl",
    ariaLabel: "Numbers by the day of their report; the table below has them",
    x: {type: "utc", label: null, domain: [d3.utcHour.offset(days[0], -24 * pad), d3.utcHour.offset(days[1], 24 * pad)]},
    y: {label: null, grid: true, zero: true, nice: true},
    color: {domain: kinds, range: colours, legend: false},
    symbol: {domain: [true, false], range: ["circle", "times"]},
    marks: [
      Plot.ruleX(rows.filter((row) => row.to > row.from), {x: "day", y1: "from", y2: "to", stroke: "of", strokeWidth: 3, strokeOpacity: 0.5}),
      Plot.dot(rows, {
        x: "day", y: "from", stroke: "of", fill: (row) => (row.latest ? row.of : "none"), symbol: "latest", r: 5, strokeWidth: 1.8,
        href: "href", title: (row) => `${row.of} ${row.from}${row.to > row.from ? ` to ${row.to}` : row.high == null ? " or more" : ""}, ${row.who}, ${charts.day(row.published_day)}`,
      }),
      Plot.ruleY([0]),
    ],
  });
  charts.put(holder, chart, "group");
  const legend = charts.element("p", {class: "legend"}, ...kinds.map((kind, at) => charts.element("span", {}, charts.element("i", {class: ["q4", "q3", "q1", "q2", "q5"][at % 5]}), kind)));
  holder.append(legend);
}
drawHistory();
charts.redraw(drawHistory);
