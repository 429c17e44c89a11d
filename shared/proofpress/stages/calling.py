"""One paid picture, whatever it is for: take the lease, call the model, keep what it drew, settle its bill."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from proofpress.domain.errors import FailureClass, ModelRefused, Retry, Stop
from proofpress.domain.instructions import Instruction
from proofpress.domain.pricing import Bill
from proofpress.domain.records import Attempt, Final, StoredImage
from proofpress.ports import Bucket, Image, Ports
from proofpress.stages import leasing, pictures

P = TypeVar("P", Attempt, Final)


@dataclass(frozen=True)
class Order:
    """What is asked for, by which stage, where it goes, and the most dollars that the call may cost."""

    stage: str
    instruction: Instruction
    bucket: Bucket
    worst: Decimal


def draw(ports: Ports, record: P, order: Order, failed: Callable[[P], None]) -> tuple[P, StoredImage, Bill] | None:
    """Make the call of a planned record: its leased copy, the picture in its bucket and the bill.

    None where there is no picture: another worker has the lease, or `failed` was told what came of it.

    Raises:
        Retry: the slot was given back; another call may succeed.
        Stop: every call would be refused alike, or cannot even be sent.
    """
    images = pictures.load(ports, order.instruction)
    try:
        leased = leasing.take(ports, record, order.worst, order.instruction)
    except leasing.UsedUp as used_up:
        failed(record.having(failure=FailureClass.CRASHED, words=str(used_up)))
        return None
    return _call(ports, leased, order, images, failed) if leased is not None else None


def _call(
    ports: Ports, leased: P, order: Order, images: list[Image], failed: Callable[[P], None]
) -> tuple[P, StoredImage, Bill] | None:
    model = order.instruction.model
    try:
        picture = ports.models.generate(order.instruction, images, attempt=leased.key)
    except (Retry, Stop):
        leasing.hand_back(ports, leased)
        raise
    except ModelRefused as refusal:
        if leasing.may_come_back(leased, refusal):
            leasing.give_back(ports, leased, refusal)
        failed(leasing.with_refusal(ports, leased, order.stage, model, refusal))
        return None
    bill = leasing.bill_of(ports, order.stage, model, picture.usage)
    image = pictures.keep(ports, order.bucket, leased, picture, bill)
    return leased.having(seconds=picture.seconds), image, bill
