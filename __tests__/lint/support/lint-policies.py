"""Has parliament look at IAM policies: JSON by name on standard input, a report on each on standard output."""

import json
import re
import sys
import warnings

# setuptools says that it will drop what parliament imports; the one that is pinned has it.
warnings.simplefilter("ignore")
import parliament


def subjects(finding):
    """The actions that a finding is about, or else its own words."""
    if isinstance(finding.detail, list):
        return [detail["action"] if isinstance(detail, dict) else detail for detail in finding.detail]
    # An identity provider by its issuer: whose account it is in, nobody knows before a plan.
    detail = re.sub(r"^arn:.*:oidc-provider/", "", finding.detail or "policy")
    return finding.location.get("actions") or [detail]


def gives_rights(policy):
    """Neither a trust nor a boundary does."""
    return policy["kind"] == "rights"


def report(policy):
    # The community's auditors ask what the rights are good for.
    analysis = parliament.analyze_policy_string(policy["json"], include_community_auditors=gives_rights(policy))
    titles = {
        f"{finding.issue} {subject}": parliament.config.get(finding.issue, {}).get("title", "said by its community")
        for finding in analysis.findings
        if gives_rights(policy) or finding.issue != "RESOURCE_STAR"
        for subject in subjects(finding)
    }
    findings = [{"check": check, "title": title} for check, title in sorted(titles.items())]
    return {"statements": len(analysis.statements), "findings": findings}


json.dump([report(policy) for policy in json.load(sys.stdin)], sys.stdout)
