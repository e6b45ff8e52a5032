// The overview of a site of files: what the server would count and list, counted and listed here.
"use strict";

const local = {
  listed: 40,
  fits: {
    actor: (one, value) => one.actors.includes(value),
    recipient: (one, value) => one.recipients.includes(value),
    type: (one, value) => one.type === value,
    country: (one, value) => one.country === value,
    place: (one, value) => one.place_name === value,
    status: (one, value) => one.status === value,
    source: (one, value) => one.sources.includes(value),
    words: (one, value) => one.title.toLowerCase().includes(value.toLowerCase()),
    first: (one, value) => one.last_day != null && one.last_day >= value,
    last: (one, value) => one.first_day != null && one.first_day <= value,
    origins: (one, value) => one.origins >= Number(value),
    disputed: (one) => one.disputed,
    box(one, value) {
      const [w, s, e, n] = value.split(",").map(Number), {lat, lon} = one;
      return lat != null && lat >= s && lat <= n && (w <= e ? lon >= w && lon <= e : lon >= w || lon <= e);
    },
  },
  orders: {
    recent: (a, b) => d3.descending(a.last_day ?? "", b.last_day ?? ""),
    origins: (a, b) => b.origins - a.origins,
    reports: (a, b) => b.reports - a.reports,
    doubt: (a, b) => b.disputed - a.disputed || a.confidence - b.confidence,
  },

  // The same data that the server gives for these filters.
  view(filters) {
    const held = Object.entries(this.fits).filter(([name]) => filters[name]);
    const rows = window.SITE.filter((one) => held.every(([name, fit]) => fit(one, filters[name])));
    rows.sort(this.orders[filters.sort] ?? this.orders.recent);
    const [first] = d3.extent(rows, (one) => one.first_day), [, last] = d3.extent(rows, (one) => one.last_day);
    const page = Math.max(1, Number(filters.page) || 1);
    return {
      filters, page, pages: Math.max(1, Math.ceil(rows.length / this.listed)),
      total: {
        incidents: rows.length, disputed: rows.filter((one) => one.disputed).length, first, last,
        unplaced: rows.filter((one) => one.lat == null).length, undated: rows.filter((one) => one.first_day == null).length,
      },
      map: {places: this.places(rows)},
      timeline: this.timeline(rows, first, last),
      list: rows.slice((page - 1) * this.listed, page * this.listed),
    };
  },
  places(rows) {
    const groups = d3.group(rows.filter((one) => one.lat != null), (one) => JSON.stringify([one.place_name, one.country, one.lat.toFixed(3), one.lon.toFixed(3)]));
    return Array.from(groups.values(), (own) => ({
      place_name: own[0].place_name, country: own[0].country, lat: own[0].lat, lon: own[0].lon,
      incidents: own.length, disputed: own.filter((one) => one.disputed).length,
    })).sort((a, b) => b.incidents - a.incidents);
  },
  timeline(rows, first, last) {
    const days = first && last ? (new Date(last) - new Date(first)) / 864e5 : 0;
    const bin = days <= 92 ? "day" : days <= 800 ? "week" : days <= 365 * 12 ? "month" : "year";
    const interval = {day: d3.utcDay, week: d3.utcMonday, month: d3.utcMonth, year: d3.utcYear}[bin];
    const counts = d3.rollups(rows.filter((one) => one.first_day), (own) => own.length, (one) => charts.iso(interval.floor(new Date(one.first_day))), (one) => one.type);
    return {bin, bars: counts.flatMap(([start, types]) => types.map(([type, incidents]) => ({start, type, incidents}))).sort((a, b) => d3.ascending(a.start, b.start))};
  },

  // Puts a view into the page; the charts are drawn by whoever asked for it.
  show(view, addressOf) {
    const {element, plain, number, day} = charts, {total, filters} = view;
    const span = total.first ? element("span", {class: "span"}, total.first === total.last ? day(total.first) : `${day(total.first)} to ${day(total.last)}`) : null;
    document.getElementById("sum").replaceChildren(...(total.incidents ? [element("b", {}, number.format(total.incidents)), total.incidents === 1 ? " incident " : " incidents ", span ?? ""] : ["No incident fits"]));
    document.getElementById("lede").replaceChildren(element("a", {id: "only-disputed", href: addressOf({disputed: filters.disputed ? "" : "1"})}, `${number.format(total.disputed)} disputed`));
    const chips = Object.entries(filters).filter(([name, value]) => value && name !== "sort" && name !== "page");
    document.getElementById("chips").replaceChildren(...chips.map(([name, value]) => element("a", {class: "chip", href: addressOf({[name]: ""}), "aria-label": `Remove the filter ${name} ${plain(value)}`}, `${name === "disputed" ? "disputed" : `${name} ${plain(value)}`} ×`)));
    document.getElementById("list").replaceChildren(...view.list.map((one) => this.entry(one)));
    const pager = [element("span", {}, `${number.format(view.page)} of ${number.format(view.pages)}`)];
    if (view.page > 1) pager.unshift(element("a", {rel: "prev", href: addressOf({page: String(view.page - 1)})}, "Newer page"));
    if (view.page < view.pages) pager.push(element("a", {rel: "next", href: addressOf({page: String(view.page + 1)})}, "Next page"));
    document.getElementById("pager").replaceChildren(...pager);
    const cells = (rows) => rows.map(([head, ...rest]) => element("tr", {}, element("th", {scope: "row"}, head), ...rest.map((cell) => element("td", {class: typeof cell === "number" ? "num" : null}, typeof cell === "number" ? number.format(cell) : cell))));
    document.querySelector("#map tbody").replaceChildren(...cells(view.map.places.slice(0, 60).map((p) => [plain(p.place_name), plain(p.country), p.incidents, p.disputed])));
    document.querySelector("#timeline tbody").replaceChildren(...cells(view.timeline.bars.slice(-120).map((b) => [day(b.start), plain(b.type.toLowerCase()), b.incidents])));
  },
  entry(one) {
    const {element, plain, day} = charts;
    const where = [plain(one.place_name), plain(one.country), one.first_day ? day(one.first_day) : null].filter(Boolean).join(", ");
    const facts = element("span", {class: "facts"}, element("span", {class: "kind"}, plain([one.type.toLowerCase(), ...one.modes].join(", "))));
    if (one.status !== "happened") facts.append(element("span", {class: "status"}, plain(one.status)));
    if (one.disputed) facts.append(element("span", {class: "flag"}, "disputed"));
    const tally = element("span", {class: "tally"}, ...[["report", one.reports], ["text", one.texts], ["origin", one.origins]].map(([word, n]) => element("span", {class: "tick"}, element("span", {class: "n"}, element("b", {}, charts.number.format(n)), ` ${word}${n === 1 ? "" : "s"}`))));
    return element("li", {class: "entry"}, element("a", {href: one.href}, element("span", {class: "dateline"}, where || "place and day unknown"), element("span", {class: "title"}, element("bdi", {}, plain(one.title)))), facts, tally);
  },
  // The filters in the address: a file takes no query, so they stand in its fragment.
  filters: () => Object.fromEntries(new URLSearchParams(location.hash.slice(1))),
};
