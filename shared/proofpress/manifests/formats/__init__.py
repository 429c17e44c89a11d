"""One module for each format that manifests and files of rows come in, and the choice between them."""
