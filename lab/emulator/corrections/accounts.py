"""What only an account knows: its quotas, its plan, and whether its credentials hold.

The access key says what account it is, so that one local AWS answers as a settled account, a new one, an expired login, a
login without rights, and an account that has not signed up for EC2.
"""

import json

from ministack import app
from ministack.core import router
from ministack.core.responses import error_response_json, error_response_xml, json_response
from ministack.services import ec2

NEW, EXPIRED, DENIED, NOT_SIGNED_UP = "new-account", "expired", "denied", "not-signed-up"
# Quota -> (a settled account, a new one); the codes and the first figures are those of the Service Quotas console.
QUOTAS = {
    "L-1216C47A": (640.0, 5.0),
    "L-0263D0A3": (5.0, 5.0),
    "L-7A658B76": (50.0, 50.0),
}
QUOTA_TARGET, PLAN_TARGET = "ServiceQuotasV20190624", "AWSFreeTierService"
REFUSALS = {
    (EXPIRED, "sts"): ("ExpiredToken", "The security token included in the request is expired"),
    (DENIED, "ec2"): ("UnauthorizedOperation", "You are not authorized to perform this operation."),
    (NOT_SIGNED_UP, "ec2"): ("OptInRequired", "You are not subscribed to this service. Please go to http://aws.amazon.com"),
}


def serve(name, target, answer):
    """Adds a service of the JSON protocol; a login without rights is refused as AWS does."""

    async def handler(method, path, headers, body, query_params):
        if router.extract_access_key_id(headers, query_params) == DENIED:
            action = headers["x-amz-target"].partition(".")[2]
            return error_response_json("AccessDeniedException", f"User is not authorized to perform: {name}:{action}", 400)
        is_new = router.extract_access_key_id(headers, query_params) == NEW
        return answer(json.loads(body or b"{}"), is_new)

    router.SERVICE_PATTERNS[name] = {"target_prefixes": [target]}
    app.SERVICE_HANDLERS[name] = handler


def quota(request, is_new):
    """GetServiceQuota: the applied value."""
    values = QUOTAS.get(request["QuotaCode"])
    if values is None:
        return error_response_json("NoSuchResourceException", "The request failed because the specified quota does not exist.", 400)
    value = values[is_new]
    return json_response({"Quota": {"ServiceCode": request["ServiceCode"], "QuotaCode": request["QuotaCode"], "Value": value}})


def plan(_, is_new):
    """GetAccountPlanState: accounts since July 2025 begin on the free plan."""
    kind = "FREE" if is_new else "PAID"
    return json_response({"accountId": "000000000000", "accountPlanType": kind, "accountPlanStatus": "ACTIVE"})


def refuse(service):
    """The service refuses the logins that REFUSALS names."""
    original = app.SERVICE_HANDLERS[service]

    async def handler(method, path, headers, body, query_params):
        refusal = REFUSALS.get((router.extract_access_key_id(headers, query_params), service))
        if not refusal:
            return await original(method, path, headers, body, query_params)
        return ec2._error(*refusal, 403) if service == "ec2" else error_response_xml(*refusal, 403)

    app.SERVICE_HANDLERS[service] = handler


serve("servicequotas", QUOTA_TARGET, quota)
serve("freetier", PLAN_TARGET, plan)
refuse("sts")
refuse("ec2")
