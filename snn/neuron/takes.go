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

func (AllToAll) rleaky()          {}
func (Convolution) rleaky()       {}
func (OneToOne) rleaky()          {}
func (LearnRecurrence) rleaky()   {}
func (Seed) rleaky()              {}
func (Threshold) rleaky()         {}
func (Thresholds) rleaky()        {}
func (LearnThreshold) rleaky()    {}
func (Betas) rleaky()             {}
func (LearnBeta) rleaky()         {}
func (GradedSpikes) rleaky()      {}
func (LearnGradedSpikes) rleaky() {}
func (Reset) rleaky()             {}
func (ResetDelay) rleaky()        {}
func (Inhibition) rleaky()        {}
func (Surrogate) rleaky()         {}

func (AllToAll) rsynaptic()          {}
func (Convolution) rsynaptic()       {}
func (OneToOne) rsynaptic()          {}
func (LearnRecurrence) rsynaptic()   {}
func (Seed) rsynaptic()              {}
func (Threshold) rsynaptic()         {}
func (Thresholds) rsynaptic()        {}
func (LearnThreshold) rsynaptic()    {}
func (Alphas) rsynaptic()            {}
func (LearnAlpha) rsynaptic()        {}
func (Betas) rsynaptic()             {}
func (LearnBeta) rsynaptic()         {}
func (GradedSpikes) rsynaptic()      {}
func (LearnGradedSpikes) rsynaptic() {}
func (Reset) rsynaptic()             {}
func (ResetDelay) rsynaptic()        {}
func (Inhibition) rsynaptic()        {}
func (Surrogate) rsynaptic()         {}

func (Bias) slstm()              {}
func (Seed) slstm()              {}
func (Threshold) slstm()         {}
func (Thresholds) slstm()        {}
func (LearnThreshold) slstm()    {}
func (GradedSpikes) slstm()      {}
func (LearnGradedSpikes) slstm() {}
func (Reset) slstm()             {}
func (Surrogate) slstm()         {}

func (Bias) sconv2dlstm()              {}
func (MaxPool) sconv2dlstm()           {}
func (AvgPool) sconv2dlstm()           {}
func (Seed) sconv2dlstm()              {}
func (Threshold) sconv2dlstm()         {}
func (LearnThreshold) sconv2dlstm()    {}
func (GradedSpikes) sconv2dlstm()      {}
func (LearnGradedSpikes) sconv2dlstm() {}
func (Reset) sconv2dlstm()             {}
func (Surrogate) sconv2dlstm()         {}

func (Betas) leakyparallel()             {}
func (LearnBeta) leakyparallel()         {}
func (Bias) leakyparallel()              {}
func (Seed) leakyparallel()              {}
func (Threshold) leakyparallel()         {}
func (Thresholds) leakyparallel()        {}
func (LearnThreshold) leakyparallel()    {}
func (GradedSpikes) leakyparallel()      {}
func (LearnGradedSpikes) leakyparallel() {}
func (Surrogate) leakyparallel()         {}
