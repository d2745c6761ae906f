"""TEI XML: validation and transformation, and a scholarly edition that proves them."""
