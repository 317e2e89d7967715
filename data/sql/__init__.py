"""The record: tables, transactions and statements; the only SQL beside the migrations."""
