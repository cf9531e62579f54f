"""Cases of transfer of Party activity, exemption and suspension, members working away."""
