"""Traces by OTLP over HTTP."""
