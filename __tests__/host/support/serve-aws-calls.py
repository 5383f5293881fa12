"""Calls operations of the AWS API with botocore, one a line of standard input: [number, service, operation, parameters], as
JSON. Answers each by a line: [number, answer or nothing, error or nothing]."""

import json
import sys

import botocore.session

session = botocore.session.get_session()
clients = {}

for line in sys.stdin:
    number, service, operation, parameters = json.loads(line)
    answer, error = None, None
    try:
        client = clients.get(service) or clients.setdefault(service, session.create_client(service))
        answer = getattr(client, operation)(**parameters)
        answer.pop("ResponseMetadata", None)
    except Exception as failure:
        error = f"{type(failure).__name__}: {failure}"
    print(json.dumps([number, answer, error], default=str), flush=True)
