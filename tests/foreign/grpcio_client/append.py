"""One append by gRPC for Python (Debian's python3-grpcio), with its default settings.

    /usr/bin/python3 append.py HOST:PORT DESCRIPTORS < request.json

DESCRIPTORS: a FileDescriptorSet of the contract with all imports, as protoc writes it. Prints {"code": 0, "answer"}, or
{"code", "status", "message", "details"}. It contains no code of CaseJournal.
"""

import json
import os
import pathlib
import sys

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory


def messages_in(path):
    """Message classes by full name."""
    files = descriptor_pb2.FileDescriptorSet()
    with open(path, "rb") as file:
        files.ParseFromString(file.read())
    pool = descriptor_pool.DescriptorPool()
    for each in files.file:
        pool.Add(each)
    factory = message_factory.MessageFactory(pool)
    return lambda name: factory.GetPrototype(pool.FindMessageTypeByName(name))


def failure_of(error, message_named):
    failure = {"code": error.code().value[0], "status": error.code().name, "message": error.details(), "details": []}
    for key, value in error.trailing_metadata() or ():
        if key != "grpc-status-details-bin":
            continue
        status = message_named("casejournal.v1.ErrorStatus").FromString(value)
        for packed in status.details:
            # The contract has messages of the same bytes as those of google.rpc.
            name = packed.type_url.split("/")[-1].replace("google.rpc.", "casejournal.v1.")
            detail = message_named(name).FromString(packed.value)
            failure["details"].append({"type": name.split(".")[-1], **json_format.MessageToDict(detail)})
    return failure


class Token(grpc.AuthMetadataPlugin):
    """For each call, the token that is then in CASEJOURNAL_TOKEN_FILE."""

    def __call__(self, context, callback):
        token = pathlib.Path(os.environ["CASEJOURNAL_TOKEN_FILE"]).read_text(encoding="ascii").strip()
        callback([("authorization", f"Bearer {token}")], None)


def credentials():
    authority = pathlib.Path(os.environ["CASEJOURNAL_CA"]).read_bytes()
    return grpc.composite_channel_credentials(grpc.ssl_channel_credentials(authority), grpc.metadata_call_credentials(Token()))


def main(address, descriptors):
    message_named = messages_in(descriptors)
    request = json_format.Parse(sys.stdin.read(), message_named("casejournal.v1.AppendRequest")())
    with grpc.secure_channel(address, credentials()) as channel:
        append = channel.unary_unary("/casejournal.v1.CaseService/Append",
                                     request_serializer=lambda message: message.SerializeToString(),
                                     response_deserializer=message_named("casejournal.v1.AppendResponse").FromString)
        try:
            outcome = {"code": 0, "answer": json_format.MessageToDict(append(request, timeout=30))}
        except grpc.RpcError as error:
            outcome = failure_of(error, message_named)
    print(json.dumps(outcome))


if __name__ == "__main__":
    main(*sys.argv[1:])
