"""The words every other room speaks: names, findings, documents. Imports nothing of ours."""
