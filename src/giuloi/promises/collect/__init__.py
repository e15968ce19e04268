"""Promises I and IV.5: what is collected, for what, and who becomes a member.

`members` registers, `guests` and `orders` take in what an order needs, `deliveries` takes what a shop
platform says. Nothing readable stands in any table of this app: the values go to the vault.
"""
