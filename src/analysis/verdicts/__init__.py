"""The computed verdicts: one module a part of the ledger; each function decides claims by `analysis.claims.decide`."""
