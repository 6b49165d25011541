"""The office: records, rules of the trade, use cases."""
