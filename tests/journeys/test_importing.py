"""She takes her copy from one account, brings it into another, and looks at it there."""

from pathlib import Path

from tests.journeys.conftest import Visitors
from tests.journeys.visitor import PHONE

FORMER, NOW_HERS = "13900000001", "13900000002"


def test_a_copy_from_one_account_is_looked_at_kept_and_shown_in_another(
    visitors: Visitors, tmp_path: Path
) -> None:
    former = visitors(PHONE)
    former.sign_in(FORMER)
    former.visit("/me/copy")
    former.go(former.button("做一份我的数据"))
    with former.page.expect_download() as download:
        former.tap(former.link("下载文件"))
    file = tmp_path / "my-data.zip"
    download.value.save_as(file)

    her = visitors(PHONE)
    her.sign_in(NOW_HERS)
    her.visit("/me/data")
    her.go(her.link("导入以前的记录"))
    her.page.locator("[name=file]").set_input_files(file)
    her.go(her.button("上传并预览"))
    assert "不计入任何统计" in her.read()
    her.go(her.button("确认导入"))
    assert "条以前的记录" in her.read()
    assert list(her.charts().values()) == [2]
    her.tap(her.page.locator("main details summary", has_text="体重").first)
    assert "公斤" in her.read()
    her.visit("/me/import")
    her.go(her.link("看已经导入的记录"))
