"""Rights over data, from received to carried out: two clocks, execution by software, refusal on listed grounds only."""
