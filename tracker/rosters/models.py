"""Files that wait to be confirmed."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, Moment, RandomKey, random_key
from tracker.database.encryption import Encrypted, EncryptedBytes
from tracker.rosters.rules.files import FILE_NAME_MAX


class Upload(Base):
    """A file as it was understood: names, phones and teams, never anything about a body.

    It is gone when it is confirmed or discarded, and after a day in any case.
    """

    __tablename__ = "roster_upload"

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, default=random_key)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    scope: Mapped[str] = mapped_column(String(40), index=True)
    file_name: Mapped[str] = mapped_column(Encrypted("roster_upload.file_name", FILE_NAME_MAX))
    uploaded_at: Mapped[datetime] = mapped_column(Moment)
    draft: Mapped[bytes] = mapped_column(EncryptedBytes("roster_upload.draft"))
