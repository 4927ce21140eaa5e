"""Draw static/card.png, the first picture of the public pages; run it when its words change."""

from tracker.config import PROJECT
from tracker.notices.figures import card_png

NAME = "健康体重行动"
WORDS = ("和同事一起，健康三个月",)


def main() -> None:
    """Write the picture."""
    path = PROJECT / "static" / "card.png"
    path.write_bytes(card_png(NAME, WORDS))
    print(path)


if __name__ == "__main__":
    main()
