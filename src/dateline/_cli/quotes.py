"""The command `quotes`: each report read, its quotations printed as it is done."""

from __future__ import annotations

from collections.abc import Sequence

from dateline._cli.run import Printer, Tally, read_and_print
from dateline.config import Settings
from dateline.model import Interpretation
from dateline.publish.quotes import print_quotes, quote_record, quotes_header, quotes_of, quotes_rows
from dateline.record import to_json


class QuotesPrinter(Printer):
    """Prints who said what in each reading; CSV's header comes once."""

    def __init__(self, form: str, kinds: frozenset[str], *, by_speaker: bool) -> None:
        super().__init__(form)
        self.kinds = kinds
        self.by_speaker = by_speaker

    def _print(self, reading: Interpretation) -> None:
        quotes = quotes_of(reading, self.kinds, by_speaker=self.by_speaker)
        if self.console is not None:
            print_quotes(self.console, reading.grounded.digest.report, quotes, by_speaker=self.by_speaker)
        elif self.form == "csv":
            self.close()
            self._write(quotes_rows(quotes))
        else:
            self._write(to_json(quote_record(quote)) for quote in quotes)

    def close(self) -> None:
        """CSV says what its columns are, once, whether anything was read or not."""
        if self.form == "csv" and not self._begun:
            self._write(iter([quotes_header()]))
            self._begun = True


def write_quotes(
    paths: Sequence[str], settings: Settings, form: str, kinds: Sequence[str], *, by_speaker: bool
) -> Tally:
    """Reads all reports of `paths` and prints their quotations in `form`."""
    printer = QuotesPrinter(form, frozenset(kinds), by_speaker=by_speaker)
    return read_and_print(paths, settings, form, printer=printer)
