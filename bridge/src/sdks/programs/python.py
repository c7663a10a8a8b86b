"""A Python service that fails in the ways the test asks for, with the official SDK as its users set it up."""

import logging
import os

import sentry_sdk

sentry_sdk.init(
    dsn=os.environ["DSN"],
    release="payments@2.0.1",
    environment="staging",
    server_name="worker-3",
    traces_sample_rate=1.0,
)
sentry_sdk.set_user({"id": "u-9", "username": "grace"})
sentry_sdk.set_tag("queue", "refunds")


def refund(order):
    try:
        {}["amount"]
    except KeyError as cause:
        raise ValueError(f"order {order} cannot be refunded") from cause


def work(order):
    local_total = order * 2
    sentry_sdk.add_breadcrumb(category="refund", message=f"order {order}", level="info")
    refund(local_total)


for number in (1, 2):
    with sentry_sdk.start_transaction(op="task", name="refund task"):
        try:
            work(number)
        except ValueError as error:
            sentry_sdk.capture_exception(error)

logging.getLogger("payments.ledger").error("Balance of %s is off by %d", "acme", 17)
logging.getLogger("payments.ledger").error("Balance of %s is off by %d", "globex", 4)
sentry_sdk.flush(timeout=5)
