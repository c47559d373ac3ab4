"""One read by gRPC for Python (Debian's python3-grpcio), with its default settings.

    /usr/bin/python3 read.py HOST:PORT DESCRIPTORS SERVICE METHOD < request.json

DESCRIPTORS: as for append.py. Prints {"code": 0, "notices": [...], "answers": [...]}, or {"code", "status", "message",
"details"}. A stream ends with its first answer. It contains no code of CaseJournal.
"""

import json
import sys

import grpc
from google.protobuf import json_format

from append import credentials, failure_of, messages_in

NOTICE = "casejournal-notice-bin"
STREAMS = ("GetHistory", "ReplayCase", "ReadEvents", "Subscribe", "GetExhibit", "GetDocument")


def main(address, descriptors, service, method):
    message_named = messages_in(descriptors)
    request = json_format.Parse(sys.stdin.read(), message_named(f"casejournal.v1.{method}Request")())
    kinds = {"request_serializer": lambda message: message.SerializeToString(),
             "response_deserializer": message_named(f"casejournal.v1.{method}Response").FromString}
    path = f"/casejournal.v1.{service}/{method}"
    with grpc.secure_channel(address, credentials()) as channel:
        try:
            if method in STREAMS:
                call = channel.unary_stream(path, **kinds)(request, timeout=30)
                answer = next(call, None)
            else:
                answer, call = channel.unary_unary(path, **kinds).with_call(request, timeout=30)
            notices = [value.decode("utf-8") for key, value in call.initial_metadata() if key == NOTICE]
            if method in STREAMS:
                call.cancel()
            outcome = {"code": 0, "notices": notices,
                       "answers": [] if answer is None else [json_format.MessageToDict(answer)]}
        except grpc.RpcError as error:
            outcome = failure_of(error, message_named)
    print(json.dumps(outcome))


if __name__ == "__main__":
    main(*sys.argv[1:])
