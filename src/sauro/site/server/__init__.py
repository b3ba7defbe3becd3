"""The processes of the product: one web process and one worker, and who keeps them running."""
