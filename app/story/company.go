package story

import "bidwell/process"

// Person is somebody of the company, by whom a step is taken.
type Person struct {
	// Name is the short one that steps keep secrets by; Full is how colleagues know them.
	Name, Full string
	Role       process.UserRole
	Department process.Department
}

// The people of the story. Each does what their role may do, and nobody decides their own.
var (
	ada  = Person{"Ada", "Ada Lin", process.UserRoleAdmin, process.DepartmentTechnology}
	mei  = Person{"Mei", "陈梅 Mei Chen", process.UserRoleSales, process.DepartmentSales}
	lin  = Person{"Lin", "林岳 Yue Lin", process.UserRolePresalesManager, process.DepartmentPresales}
	bo   = Person{"Bo", "柏舟 Bo Bai", process.UserRolePresalesConsultant, process.DepartmentPresales}
	dan  = Person{"Dan", "丁单 Dan Ding", process.UserRoleSolutionEngineer, process.DepartmentTechnology}
	lei  = Person{"Lei", "雷律 Lei Lü", process.UserRoleLegal, process.DepartmentLegal}
	fin  = Person{"Fin", "冯音 Fin Feng", process.UserRoleFinance, process.DepartmentFinance}
	eve  = Person{"Eve", "伊薇 Eve Yi", process.UserRoleDelivery, process.DepartmentDelivery}
	jun  = Person{"Jun", "季骏 Jun Ji", process.UserRoleDelivery, process.DepartmentDelivery}
	pam  = Person{"Pam", "潘敏 Pam Pan", process.UserRoleProduct, process.DepartmentProduct}
	team = []Person{mei, lin, bo, dan, lei, fin, eve, jun, pam}
)

// company: the administrator of a new server makes the people and gives each a credential of their own, so that every
// step from here on is taken by somebody who may take it.
func company() Chapter {
	c := Chapter{Title: say("The company", "公司与角色")}
	for _, p := range team {
		c.Steps = append(c.Steps, Step{
			Title: say(p.Full+" joins", p.Full+"入职"), Who: ada,
			Ask:   `mutation($input: CreateUserInput!) { createUser(input: $input) { user { id name role department } } }`,
			Input: Input{"name": p.Full, "email": p.Name + "@lantern-works.example", "role": p.Role, "department": p.Department, "language": "zh"},
			Shows: Shows{{"user.name", p.Full}, {"user.role", p.Role}},
			Keeps: Keeps{p.Name: "user.id"},
		}, Step{
			Title: say(p.Full+" gets a credential", p.Full+"获得访问凭据"), Who: ada,
			Ask:   `mutation($input: CreateAPITokenInput!) { createAPIToken(input: $input) { apiToken { scope } secret } }`,
			Input: Input{"name": "story", "scope": process.TokenScopeWrite, "userID": Ref(p.Name)},
			Shows: Shows{{"apiToken.scope", process.TokenScopeWrite}},
			Keeps: Keeps{"secret." + p.Name: "secret"},
		})
	}
	c.Steps = append(c.Steps, Step{
		Title: say("Who decides what is not left to chance: the authority matrix", "审批权限矩阵:谁能批到多少"), Who: lin,
		Ask:   `{ authorityRules(first: 3, where: {type: PRICE}) { totalCount edges { node { role limitAmount limitPercent } } } }`,
		Shows: Shows{{"totalCount", 2}},
	})
	return c
}

func say(en, zh string) process.Text { return process.Text{EN: en, ZH: zh} }
