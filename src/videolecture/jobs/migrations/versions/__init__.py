"""Migrations of the ledger; `jobs.store` runs them."""
