"""Whether data and ledger are fit to be built: every fault of both, said at once."""

from pybtex.exceptions import PybtexError

from analysis import claims, tables
from analysis.validation import Fault
from publishing import bibliography


def data():
    """Raise `analysis.tables.DataError` with every fault of the tables and of the ledger of claims.

    The ledger is held to what other registries know: its references to the bibliography, its evidence to results,
    figures, tables and claims.
    """
    faults = tables.faults()
    try:
        references = bibliography.keys()
    except PybtexError as error:
        raise tables.DataError([*faults, Fault("references.bib", None, None, str(error), "works, each once")]) from None
    ledger = tables.cells("claims") if "claims" in tables.names() else None
    if ledger is not None:
        said = {(fault.table, fault.row, fault.column) for fault in faults}
        found = claims.check(ledger, claims.known(references))
        faults += [fault for fault in found if (fault.table, fault.row, fault.column) not in said]
    if faults:
        raise tables.DataError(faults)
