// The bars of a country's or an actor's page.
"use strict";

function drawBars() {
  const holder = document.querySelector("#timeline .plot"), {bin, bars} = charts.data().timeline;
  if (!bars.length) { holder.replaceChildren("No day is known."); return; }
  const interval = {day: d3.utcDay, month: d3.utcMonth}[bin];
  const most = d3.max(d3.rollup(bars, (own) => d3.sum(own, (bar) => bar.incidents), (bar) => bar.start).values());
  const chart = Plot.plot({
    width: holder.clientWidth || 500, height: 150, marginLeft: 34, marginRight: 4, marginTop: 8, marginBottom: 24, className: "dl",
    ariaLabel: `Incidents a ${bin}; the table below has them`,
    x: {type: "utc", label: null}, y: {label: null, grid: true, ticks: charts.steps(most), tickFormat: "~s"},
    marks: [Plot.rectY(bars, Plot.binX({y: "sum"}, {x: (bar) => new Date(bar.start), y: "incidents", interval, fill: charts.colour("accent")})), Plot.ruleY([0])],
  });
  charts.put(holder, chart);
}
drawBars();
charts.redraw(drawBars);
