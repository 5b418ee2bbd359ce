package neuron

// Which neuron takes which option: the methods do nothing.

func (Threshold) leaky()         {}
func (Thresholds) leaky()        {}
func (LearnThreshold) leaky()    {}
func (Betas) leaky()             {}
func (LearnBeta) leaky()         {}
func (GradedSpikes) leaky()      {}
func (LearnGradedSpikes) leaky() {}
func (Reset) leaky()             {}
func (ResetDelay) leaky()        {}
func (Inhibition) leaky()        {}
func (Surrogate) leaky()         {}

func (Threshold) lapicque()         {}
func (Thresholds) lapicque()        {}
func (LearnThreshold) lapicque()    {}
func (Beta) lapicque()              {}
func (LearnBeta) lapicque()         {}
func (R) lapicque()                 {}
func (C) lapicque()                 {}
func (TimeStep) lapicque()          {}
func (GradedSpikes) lapicque()      {}
func (LearnGradedSpikes) lapicque() {}
func (Reset) lapicque()             {}
func (ResetDelay) lapicque()        {}
func (Inhibition) lapicque()        {}
func (Surrogate) lapicque()         {}

func (Threshold) synaptic()         {}
func (Thresholds) synaptic()        {}
func (LearnThreshold) synaptic()    {}
func (Alphas) synaptic()            {}
func (LearnAlpha) synaptic()        {}
func (Betas) synaptic()             {}
func (LearnBeta) synaptic()         {}
func (GradedSpikes) synaptic()      {}
func (LearnGradedSpikes) synaptic() {}
func (Reset) synaptic()             {}
func (ResetDelay) synaptic()        {}
func (Inhibition) synaptic()        {}
func (Surrogate) synaptic()         {}

func (Threshold) alpha()         {}
func (Thresholds) alpha()        {}
func (LearnThreshold) alpha()    {}
func (Alphas) alpha()            {}
func (LearnAlpha) alpha()        {}
func (Betas) alpha()             {}
func (LearnBeta) alpha()         {}
func (GradedSpikes) alpha()      {}
func (LearnGradedSpikes) alpha() {}
func (Reset) alpha()             {}
func (Inhibition) alpha()        {}
func (Surrogate) alpha()         {}
