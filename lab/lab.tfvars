# Small enough for a laptop; `bin/lab up` and `bin/lab plan` pass this file.
dns_name              = "mainnet.lab.internal"
instance_type         = "t3.medium"
chain_volume_size_gib = 10
log_retention_days    = 1
