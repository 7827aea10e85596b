"""The pages, discovered: each module here exposes `bp`, a blueprint named like `templates/pages/<name>/`."""
