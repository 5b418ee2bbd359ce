package verdict

// korean are the messages in Korean, by the English ones that stand in the code. What an error of package snn says stays as it is.
var korean = map[string]string{
	"Right: ":   "맞았습니다: ",
	"Not yet: ": "아직 아닙니다: ",
	NoAnswer:    "답이 비어 있습니다.",

	"the picture: %v":                                "이미지에 문제가 있습니다: %v",
	"the signal: %v":                                 "신호에 문제가 있습니다: %v",
	"the drift: %v":                                  "drift에 문제가 있습니다: %v",
	"the spikes: %v":                                 "스파이크에 문제가 있습니다: %v",
	"these are no spikes: %v":                        "스파이크가 아닙니다: %v",
	"this is no picture: %v":                         "이미지가 아닙니다: %v",
	"the shape is %v, want %v.":                      "모양이 %v입니다. %v이어야 합니다.",
	"the shape is %v, want %v: time, height, width.": "모양이 %v입니다. %v(시간, 높이, 너비)이어야 합니다.",

	"black pixels spike. Is there an Offset?": "검은 픽셀이 발화합니다. Offset을 주었나요?",
	"there are %.0f spikes, and about %.0f are expected. The gain is the probability of a spike for a pixel of 1.": "스파이크가 %.0f개인데, 약 %.0f개여야 합니다. 이득은 값이 1인 픽셀이 발화할 확률입니다.",
	"%.0f spikes, where about %.0f are expected.":                                                                  "스파이크 %.0f개, 기댓값은 약 %.0f개입니다.",
	"%d steps are far more than are needed.":                                                                       "%d단계는 필요한 것보다 훨씬 많습니다.",
	"after %d steps the rates of %d such neurons spread by %.4f. That is too much.":                                "%d단계 뒤 이런 뉴런 %d개의 발화율은 표준 편차가 %.4f입니다. 아직 너무 큽니다.",
	"after %d steps the rates of %d such neurons spread by %.4f. Fewer steps are enough.":                          "%d단계 뒤 이런 뉴런 %d개의 발화율은 표준 편차가 %.4f입니다. 더 적은 단계로도 충분합니다.",
	"after %d steps the rates of %d such neurons spread by %.4f.":                                                  "%d단계 뒤 이런 뉴런 %d개의 발화율은 표준 편차가 %.4f입니다.",
	"the mean over time, divided by the gain.":                                                                     "시간 평균을 이득으로 나눈 값입니다.",
	"this is the rate, gain · x. How does x come out of it?":                                                       "이것은 발화율, 곧 gain · x입니다. 여기서 x를 어떻게 얻을까요?",
	"the values are neither the rate nor the picture.":                                                             "값이 발화율도 아니고 원래 이미지도 아닙니다.",

	"at step %d the voltage has not reached the threshold.":                         "%d단계에는 전압이 아직 임계값에 이르지 못했습니다.",
	"at step %d the spike has been.":                                                "%d단계면 스파이크가 이미 지나간 뒤입니다.",
	"step %d.":                                                                      "%d단계입니다.",
	"with Tau %g a black pixel fires at step %d, want %d.":                          "Tau가 %g이면 검은 픽셀이 %d단계에 발화합니다. %d단계여야 합니다.",
	"with Tau %g a black pixel fires at step %d, the last.":                         "Tau가 %g이면 검은 픽셀이 마지막인 %d단계에 발화합니다.",
	"there are %.0f spikes, and %.0f pixels of %g and above, which fire once each.": "스파이크는 %.0f개인데, 한 번씩 발화해야 할 픽셀(%[3]g 이상)은 %.0[2]f개입니다.",
	"a pixel of %.3f fires at step %.0f, want %.0f.":                                "값이 %.3f인 픽셀이 %.0f단계에 발화합니다. %.0f단계여야 합니다.",
	"%.0f of %d pixels fire.":                                                       "픽셀 %[2]d개 가운데 %.0[1]f개가 발화합니다.",

	"with a threshold of %g there are spikes at steps %v, want one.":         "임계값이 %g이면 %v단계에 스파이크가 있습니다. 하나여야 합니다.",
	"with a threshold of %g there is one spike, at step %d.":                 "임계값이 %g이면 스파이크는 %d단계에 하나뿐입니다.",
	"at step %d the decoded signal is off by %.2f; within %.2f is possible.": "%d단계에서 디코딩한 신호의 오차가 %.2f입니다. %.2f 이내로 줄일 수 있습니다.",
	"the decoded signal is never off by more than %.2f.":                     "디코딩한 신호의 오차는 어디서나 %.2f 이하입니다.",
	"step %d has %+.0f, want %+.0f.":                                         "%d단계의 값이 %+.0f입니다. %+.0f이어야 합니다.",
	"the spikes are %s.":                                                     "스파이크는 %s입니다.",

	"%q is not it. Try it out in a cell of your own.": "%q는 답이 아닙니다. 새 셀에서 직접 시험해 보세요.",
	"%q.":                          "%q.",
	"there are %d questions only.": "문제는 %d개뿐입니다.",
}
