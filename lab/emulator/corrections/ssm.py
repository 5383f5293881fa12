"""AWS Systems Manager: the public parameters that name the newest ECS image of Amazon Linux 2023."""

import json

from ministack.services import ec2, ssm

from corrections.replaces import replaces

PARAMETER = "/aws/service/ecs/optimized-ami/amazon-linux-2023"
ARM64_IMAGE = "ami-0ec52023a4b3c2d1e"
# Path of the parameter -> (image id, image name), as AWS names its images.
ECS_IMAGES = {
    f"{PARAMETER}/recommended": ("ami-0ec52023a1b2c3d4e", "al2023-ami-ecs-hvm-2023.0.20241010-kernel-6.1-x86_64"),
    f"{PARAMETER}/arm64/recommended": (ARM64_IMAGE, "al2023-ami-ecs-hvm-2023.0.20241010-kernel-6.1-arm64"),
}
ECS_IMAGE_OWNER = "591542846629"


def publish_ecs_images():
    """AWS publishes the newest ECS image in these parameters, nobody else may write them; DescribeImages knows it."""
    for path, (image_id, name) in ECS_IMAGES.items():
        recommended = {"schema_version": 1, "image_id": image_id, "image_name": name, "os": "Amazon Linux 2023"}
        ssm._PUBLIC_AMI_PARAMETERS.update({path: json.dumps(recommended), f"{path}/image_id": image_id})
        ec2._STUB_AMIS.append((image_id, name, "Amazon Linux 2023 for ECS", "", "/dev/xvda", ECS_IMAGE_OWNER, "amazon"))


@replaces(ec2, "_stub_image_view")
def know_arm64_images(original, image_id, *rest):
    """The emulator says x86_64 of every public image, also of the arm64 one added here."""
    view = original(image_id, *rest)
    return {**view, "Architecture": "arm64"} if image_id == ARM64_IMAGE else view


publish_ecs_images()
