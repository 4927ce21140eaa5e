"""What a demo season has on record before people come: invented bodies and an assessment."""

from tracker.compliance.rules import Contact, Facts, Heading, Party

DEMO_FACTS = Facts(
    (
        Party("北京市卫生健康委员会", "Beijing Municipal Health Commission", "演示，无电话"),
        Party("北京市体育局", "Beijing Municipal Bureau of Sports", "演示，无电话"),
        Party("北京市总工会", "Beijing Municipal Federation of Trade Unions", "演示，无电话"),
    ),
    Party("演示运营公司", "Demo Operator Ltd", "演示，无地址"),
    Contact("演示联系岗", "Demo contact desk", "010-00000000", "privacy@example.com"),
    "https://demo.example.com",
)
DEMO_ANSWERS = {
    Heading.OCCASION: "演示：处理身高、体重等敏感个人信息，并委托运营方处理。",
    Heading.PURPOSE: "演示：只为参加者自己看变化和安全提醒；不同意身体数据也能参加。",
    Heading.IMPACT: "演示：最大的风险是单位知道某个人的体重，或者有人感到必须参加。",
    Heading.MEASURES: "演示：别人的查询里没有身体数据；汇总至少 10 人；谁看过都有记录；备份加密。",
    Heading.CONSULTED: "演示：参加者代表、法务、安全人员。",
    Heading.CONCLUSION: "演示：可以处理。",
    Heading.MADE_BY: "演示：区级管理员。",
}
DEMO_SIGNED = "演示：市级管理员"
