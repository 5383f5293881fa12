"""Calls one operation of the AWS API with botocore: SERVICE OPERATION JSON-PARAMETERS; prints the answer as JSON."""

import json
import sys

import botocore.session

service, operation, parameters = sys.argv[1:]
client = botocore.session.get_session().create_client(service)
answer = getattr(client, operation)(**json.loads(parameters))
answer.pop("ResponseMetadata", None)
json.dump(answer, sys.stdout, default=str)
