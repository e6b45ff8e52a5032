"""Reference data on places: countries, first-level divisions, sites and regions, and GeoNames places.

See SOURCES.md for where each file comes from and under which licence.
"""
