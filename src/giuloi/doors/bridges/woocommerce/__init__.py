"""WooCommerce: signed webhooks carrying customers and orders."""
