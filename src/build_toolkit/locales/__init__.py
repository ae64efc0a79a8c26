"""The catalogs that translators keep, the registry of languages, and the languages made of both."""
