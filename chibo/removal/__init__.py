"""Screening, help, and every way of leaving the Party except discipline; complaints and restoration."""
