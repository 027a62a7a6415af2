"""Numbers across the rooms: monthly report, cohorts, data quality, exports."""
