"""The performance suite: how long pages take, beside the bare SQL that they stand on."""
