"""Schema migrations, in the package so that an installed app can upgrade its database."""
