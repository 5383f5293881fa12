"""Has parliament look at IAM policies: JSON by name on standard input, a report on each on standard output."""

import json
import sys
import warnings

# setuptools says that it will drop what parliament imports; the one that is pinned has it.
warnings.simplefilter("ignore")
import parliament


def subjects(finding):
    """The actions that a finding is about, or else its own words."""
    if isinstance(finding.detail, list):
        return [detail["action"] if isinstance(detail, dict) else detail for detail in finding.detail]
    return finding.location.get("actions") or [finding.detail or "policy"]


def report(policy):
    # The community's auditors ask what the rights are good for, and neither a trust nor a boundary gives any.
    analysis = parliament.analyze_policy_string(policy["json"], include_community_auditors=policy["kind"] == "rights")
    titles = {
        f"{finding.issue} {subject}": parliament.config.get(finding.issue, {}).get("title", "said by its community")
        for finding in analysis.findings
        for subject in subjects(finding)
    }
    findings = [{"check": check, "title": title} for check, title in sorted(titles.items())]
    return {"statements": len(analysis.statements), "findings": findings}


json.dump([report(policy) for policy in json.load(sys.stdin)], sys.stdout)
