"""What the emulator does differently from AWS, put right.

One function a correction: its docstring says what AWS answers and who depends on it. Importing a module corrects its
service; a correction leaves when the pinned emulator no longer needs it, and its test says when that is.
"""

from corrections import (  # noqa: F401
    autoscaling,
    cloudwatch,
    daemon,
    ec2,
    ecs,
    elastic_ip,
    keep_alive,
    launch_template,
    placement,
    route53,
    ssm,
    volume_attachments,
    volume_keys,
)
