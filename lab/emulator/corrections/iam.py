"""IAM: which policies there can be, and what of them a role can have."""

import re

from ministack.services import iam

from corrections.replaces import replaces

POLICY_CHARACTERS = 6144


def within_size(original, request):
    """A managed policy has at most 6144 characters beside blanks; the emulator takes one of any size."""
    document = iam._p(request, "PolicyDocument") or ""
    if len(re.sub(r"\s", "", document)) > POLICY_CHARACTERS:
        message = f"Cannot exceed quota for PolicySize: {POLICY_CHARACTERS}"
        return iam._error(409, "LimitExceeded", message, ns="iam")
    return original(request)


def with_boundary_that_is_there(original, request):
    """A boundary is a policy that exists; the emulator takes any ARN."""
    boundary = iam._p(request, "PermissionsBoundary")
    if boundary and not iam._policy_exists(boundary):
        message = f"Scope ARN: {boundary} does not exist or is not attachable."
        return iam._error(404, "NoSuchEntity", message, ns="iam")
    return original(request)


for handler in ("_create_policy", "_create_policy_version"):
    replaces(iam, handler)(within_size)
for handler in ("_create_role", "_put_role_permissions_boundary"):
    replaces(iam, handler)(with_boundary_that_is_there)


@replaces(iam, "_attach_role_policy")
def attach_what_is_there(original, request):
    """AttachRolePolicy refuses a policy that does not exist; the emulator attaches it."""
    policy = iam._p(request, "PolicyArn")
    if not iam._policy_exists(policy):
        return iam._error(404, "NoSuchEntity", f"Policy {policy} does not exist or is not attachable.", ns="iam")
    return original(request)


@replaces(iam, "_delete_policy")
def keep_boundaries(original, request):
    """DeletePolicy refuses a policy that bounds a role; the emulator takes it from under the role."""
    if iam._boundary_usage_counts().get(iam._p(request, "PolicyArn")):
        return iam._error(409, "DeleteConflict", "Cannot delete a policy attached to entities.", ns="iam")
    return original(request)
