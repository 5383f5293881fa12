"""What the emulator does differently from AWS, put right.

One function a correction: its docstring says what AWS answers and who depends on it. Importing a module corrects its
service; a correction leaves when the pinned emulator no longer needs it, and its test says when that is.
"""

from corrections import (  # noqa: F401
    accounts,
    autoscaling,
    cloudwatch,
    customer_keys,
    daemon,
    default_vpc,
    ec2,
    ecs,
    elastic_ip,
    iam,
    image_scan,
    keep_alive,
    launch_template,
    log_metrics,
    machine_types,
    placeholder_volume,
    placement,
    route53,
    route_tables,
    ssm,
    volume_attachments,
    volume_keys,
)
